"""The HTTP entry point: signed-in users only, limited for each of them."""
import logging

import jwt
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from opentelemetry import trace
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.openai import OpenAIInstrumentor
from slowapi import Limiter

from agents.extensions.memory import SQLAlchemySession

from app.agent import answer
from app.audit import engine, forget
from app.contracts import ChatAnswer, ChatRequest, Feedback, Problem
from app.feedback import keep
from app.llm import ModelUnavailable, PolicyRefusal
from app.settings import settings
from app.triage import triage

log = logging.getLogger(__name__)
bearer = HTTPBearer()
keys = jwt.PyJWKClient(f"{settings.jwt_issuer}/keys")


def signed_in(request: Request, credentials: HTTPAuthorizationCredentials = Depends(bearer)) -> str:
    """The pseudonym of whoever signed in."""
    try:
        key = keys.get_signing_key_from_jwt(credentials.credentials)
        claims = jwt.decode(credentials.credentials, key.key, algorithms=["RS256"], audience=settings.jwt_audience, issuer=settings.jwt_issuer)
    except jwt.PyJWTError as error:
        raise HTTPException(status_code=401, detail="sign in first") from error
    request.state.user = claims["sub"]
    return claims["sub"]


limiter = Limiter(key_func=lambda request: request.state.user)
api = FastAPI(title="support-agent", version="1.0.0")
api.state.limiter = limiter
FastAPIInstrumentor.instrument_app(api)
OpenAIInstrumentor().instrument()
router = APIRouter(prefix="/v1", dependencies=[Depends(signed_in)])


@router.post("/chat", response_model=ChatAnswer, responses={503: {"model": Problem}, 422: {"model": Problem}})
@limiter.limit("20/minute")
async def chat(request: Request, body: ChatRequest, user: str = Depends(signed_in)) -> ChatAnswer:
    session = SQLAlchemySession(f"{user}:{body.thread}", engine=engine, create_tables=True)
    try:
        verdict = triage(body.message, user)
        reply = await answer(body.message, user, session)
    except PolicyRefusal as error:
        raise HTTPException(status_code=422, detail="this cannot be answered here") from error
    except ModelUnavailable as error:
        log.error("no answer", exc_info=error, extra={"user": user})
        raise HTTPException(status_code=503, detail="a colleague will answer by e-mail") from error
    trace_id = format(trace.get_current_span().get_span_context().trace_id, "032x")
    return ChatAnswer(answer=reply.text, queue=verdict.queue.value, urgent=verdict.urgent, sources=reply.sources, trace_id=trace_id)


@router.post("/feedback", status_code=204)
async def feedback(body: Feedback, user: str = Depends(signed_in)) -> None:
    keep(body, user)


@router.delete("/me", status_code=204)
async def delete_me(user: str = Depends(signed_in)) -> None:
    forget(user)


@api.get("/readyz")
async def ready() -> dict:
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    return {"ready": True}


api.include_router(router)
