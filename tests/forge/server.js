// server.js FOLDER - the REST APIs of GitHub (/repos, /user, /graphql, also below /api/v3) and GitLab (/projects, /user, below
// /api/v4), as far as comments go, on a port of loopback: written to FOLDER/port (and FOLDER/tls-port where FOLDER/key.pem and
// FOLDER/cert.pem are). It is a proxy too. State is set and seen through POST /_set and GET /_state:
//   comments   [{id, body, login, minimized, system}]     login, who_am_i (rest, graphql, none), status (of compare), pull_head, moved
//   trouble    [{on: regular expression of "METHOD /path", times, status, headers, body, repeat, delay, cut: "before" | "after"}]
//   log        ["METHOD /path"], bad [what a client must not do]
"use strict";
const fs = require("fs"), http = require("http"), https = require("https"), net = require("net"), path = require("path");
const folder = process.argv[2], TOKEN = "t0ken-of-the-test";
const fresh = () => ({ comments: [], login: "debt-bot", who_am_i: "rest", status: "diverged", pull_head: "", trouble: [], log: [], bad: [], next: 1000 });
let state = fresh();

const send = (response, status, body, headers = {}) => {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
};

const github = (c) => ({ id: c.id, node_id: "IC_" + c.id, body: c.body, user: { login: c.login, type: c.login.endsWith("[bot]") ? "Bot" : "User" },
  html_url: "https://github.test/acme/agent/pull/7#issuecomment-" + c.id });
const gitlab = (c) => ({ id: c.id, body: c.body, system: !!c.system, author: { username: c.login } });

function paged(url, list, headers) {
  const per = Math.min(+url.searchParams.get("per_page") || 30, 100), page = +url.searchParams.get("page") || 1;
  const last = Math.max(1, Math.ceil(list.length / per));
  if (headers.link && page < last) headers.link = `<${url.origin}${url.pathname}?per_page=${per}&page=${page + 1}>; rel="next", <${url.origin}>; rel="last"`;
  else delete headers.link;
  if ("x-next-page" in headers) headers["x-next-page"] = page < last ? String(page + 1) : "";
  return list.slice((page - 1) * per, page * per);
}

function write(response, text, existing, kind) {
  let body;
  try { body = JSON.parse(text).body; } catch { return send(response, 400, { message: "Problems parsing JSON" }); }
  if (typeof body !== "string" || !body) return send(response, 422, { message: "Validation Failed" });
  if (kind === github && body.length > (state.body_limit || 65536))
    return send(response, 422, { message: "Validation Failed", errors: [{ message: "body is too long (maximum is 65536 characters)" }] });
  body = kind === github ? body.replace(/\r?\n/g, "\r\n") : body.trimEnd(); // as the real ones do
  if (existing) existing.body = body;
  else state.comments.push(existing = { id: state.next++, body, login: state.login });
  return existing;
}

function answer(request, text, response) {
  const url = new URL(request.url, "http://" + request.headers.host), what = request.method + " " + url.pathname.replace(/^\/api\/v[34]/, "");
  if (url.pathname === "/_set") {
    state = text === "fresh" ? fresh() : { ...state, ...JSON.parse(text) };
    return send(response, 200, {});
  }
  if (url.pathname === "/_state") return send(response, 200, state);
  state.log.push(what + url.search);
  const isLab = url.pathname.startsWith("/api/v4/");
  if (!/^debtscan\//.test(request.headers["user-agent"] || "")) state.bad.push("no user agent");
  if (isLab ? request.headers.authorization : request.headers["private-token"]) state.bad.push("the other forge's header");
  if (request.url.includes(TOKEN) || text.includes(TOKEN)) state.bad.push("token outside its header");
  if ((isLab ? request.headers["private-token"] : request.headers.authorization) !== (isLab ? TOKEN : "Bearer " + TOKEN))
    return send(response, 401, { message: "Bad credentials" });
  let m;
  if (state.moved) return send(response, 301, { message: "Moved Permanently" }, { location: "/repositories/1" });
  if (what === "GET /user")
    return state.who_am_i === "rest" ? send(response, 200, { login: state.login, username: state.login }) : send(response, 403, { message: "Resource not accessible by integration" });
  if (/^POST (\/api)?\/graphql$/.test(what)) {
    if (state.who_am_i !== "graphql") return send(response, 200, { errors: [{ message: "no" }] });
    const ids = JSON.parse(text).variables.ids;
    return send(response, 200, { data: { viewer: { login: state.login }, nodes: ids.map((id) => ({ id, isMinimized: !!state.comments.find((c) => "IC_" + c.id === id).minimized })) } });
  }
  if ((m = /^(GET|POST) \/repos\/acme\/agent\/issues\/7\/comments$/.exec(what))) {
    if (m[1] === "GET") {
      const headers = { link: "yes" };
      return send(response, 200, paged(url, state.comments.map(github), headers), headers);
    }
    const c = write(response, text, null, github);
    return c && c.id && send(response, 201, github(c));
  }
  if ((m = /^PATCH \/repos\/acme\/agent\/issues\/comments\/(\d+)$/.exec(what))) {
    const c = state.comments.find((c) => c.id === +m[1]);
    if (!c) return send(response, 404, { message: "Not Found" });
    const written = write(response, text, c, github);
    return written && written.id && send(response, 200, github(c));
  }
  if ((m = /^GET \/repos\/acme\/agent\/compare\/([0-9a-f]+)\.\.\.([0-9a-f]+)$/.exec(what))) return send(response, 200, { status: state.status });
  if (what === "GET /repos/acme/agent/pulls/7") return send(response, 200, { head: { sha: state.pull_head } });
  if ((m = /^(GET|POST) \/projects\/(42|acme%2Fteam%2Fagent)\/merge_requests\/7\/notes$/.exec(what))) {
    if (m[1] === "GET") {
      const headers = { "x-next-page": "" };
      return send(response, 200, paged(url, state.comments.map(gitlab), headers), headers);
    }
    const c = write(response, text, null, gitlab);
    return c && c.id && send(response, 201, gitlab(c));
  }
  if ((m = /^PUT \/projects\/(?:42|acme%2Fteam%2Fagent)\/merge_requests\/7\/notes\/(\d+)$/.exec(what))) {
    const c = state.comments.find((c) => c.id === +m[1]);
    if (!c) return send(response, 404, { message: "404 Not found" });
    const written = write(response, text, c, gitlab);
    return written && written.id && send(response, 200, gitlab(c));
  }
  if (/^GET \/projects\/[^/]+\/repository\/merge_base$/.test(what)) return send(response, 200, { id: state.merge_base || "0" });
  send(response, 404, { message: "Not Found" });
}

function handle(request, response) {
  let text = "";
  request.on("error", () => {});
  request.setEncoding("utf8").on("data", (d) => (text += d)).on("end", () => {
    let key = request.method + " " + request.url;
    if (/^http:/.test(request.url)) { // as a proxy
      state.log.push("PROXY");
      request.url = request.url.replace(/^http:\/\/[^/]*/, "");
      key = request.method + " " + request.url;
    }
    const t = !request.url.startsWith("/_") && state.trouble.find((t) => t.times > 0 && new RegExp(t.on).test(key));
    if (!t) return answer(request, text, response);
    t.times--;
    if (t.cut === "after") answer(request, text, { writeHead() {}, end() {} });
    else state.log.push("TROUBLE " + request.method);
    if (t.cut) return request.socket.destroy();
    setTimeout(() => (t.status ? send(response, t.status, t.repeat ? t.body.repeat(t.repeat) : t.body || { message: "trouble" }, t.headers) : answer(request, text, response)), t.delay || 0);
  });
}

function listen(server, name) {
  server.on("clientError", (e, socket) => socket.destroy());
  server.on("connect", (request, socket) => { // a tunnel, always to ourselves
    state.log.push("CONNECT " + request.url);
    const other = net.connect(+fs.readFileSync(path.join(folder, "tls-port")), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      other.pipe(socket).pipe(other);
    });
    for (const s of [socket, other]) s.on("error", () => s.destroy());
  });
  server.listen(0, "127.0.0.1", () => {
    fs.writeFileSync(path.join(folder, name + ".new"), String(server.address().port));
    fs.renameSync(path.join(folder, name + ".new"), path.join(folder, name));
  });
}
listen(http.createServer(handle), "port");
if (fs.existsSync(path.join(folder, "key.pem"))) {
  const read = (name) => fs.readFileSync(path.join(folder, name));
  listen(https.createServer({ key: read("key.pem"), cert: read("cert.pem") }, handle), "tls-port");
}
