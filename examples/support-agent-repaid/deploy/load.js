// k6 run deploy/load.js: the chat route at ten times the pilot's users.
import http from "k6/http";
import { check } from "k6";

export const options = { vus: 200, duration: "5m", thresholds: { http_req_duration: ["p(95)<6000"], http_req_failed: ["rate<0.01"] } };

export default function () {
  const body = JSON.stringify({ message: "Where is A-1042?", thread: "load-test-1" });
  const answer = http.post(`${__ENV.TARGET}/v1/chat`, body, { headers: { "Content-Type": "application/json", Authorization: `Bearer ${__ENV.TOKEN}` } });
  check(answer, { answered: (r) => r.status === 200 });
}
