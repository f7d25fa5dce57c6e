"""Everything that is decided outside of the code, read once."""
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    answer_model: str = "gpt-4o-2024-08-06"
    triage_model: str = "gpt-4o-mini-2024-07-18"
    ai_enabled: bool = True
    jwt_issuer: str = "https://login.example.com"
    jwt_audience: str = "support-agent"
    database_url: str = "postgresql+psycopg://support@db/support"
    retention_days: int = 90
    tokens_per_user_and_day: int = 200_000


settings = Settings()
