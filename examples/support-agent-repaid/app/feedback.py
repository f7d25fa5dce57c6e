"""What people say of an answer, beside the trace that produced it."""
from sqlalchemy import Column, Integer, String, Text
from sqlalchemy.orm import Session

from app.audit import Base, engine


class FeedbackRow(Base):
    __tablename__ = "feedback"
    id = Column(Integer, primary_key=True)
    trace_id = Column(String(64), nullable=False)
    user = Column(String(64), nullable=False)
    rating = Column(String(4), nullable=False)
    comment = Column(Text)


def keep(feedback, user):
    with Session(engine) as session:
        session.add(FeedbackRow(trace_id=feedback.trace_id, user=user, rating=feedback.rating, comment=feedback.comment))
        session.commit()
