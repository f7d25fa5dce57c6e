"""An append-only record of every decision, out of reach of those who use the program."""
from datetime import datetime, timedelta, timezone

from sqlalchemy import Column, DateTime, Integer, String, Text, create_engine, delete
from sqlalchemy.orm import Session, declarative_base

from app.settings import settings

engine = create_engine(settings.database_url)
Base = declarative_base()


class AuditRecord(Base):
    __tablename__ = "ai_audit"
    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False)
    user = Column(String(64), nullable=False)
    model = Column(String(64), nullable=False)
    prompt = Column(String(12), nullable=False)
    request = Column(Text, nullable=False)
    answer = Column(Text)
    tokens = Column(Integer)


def record(request, answer, model, prompt, user, tokens):
    with Session(engine) as session:
        session.add(AuditRecord(at=datetime.now(timezone.utc), user=user, model=model, prompt=prompt, request=request, answer=answer, tokens=tokens))
        session.commit()


def forget(user):
    """Deletes what is kept of one person."""
    with Session(engine) as session:
        session.execute(delete(AuditRecord).where(AuditRecord.user == user))
        session.commit()


def expire():
    """Deletes what is older than the retention; run each night by deploy/retention.yaml."""
    oldest = datetime.now(timezone.utc) - timedelta(days=settings.retention_days)
    with Session(engine) as session:
        session.execute(delete(AuditRecord).where(AuditRecord.at < oldest))
        session.commit()
