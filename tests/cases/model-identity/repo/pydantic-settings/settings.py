from functools import lru_cache
from pydantic import Field
from pydantic_settings import BaseSettings
class LLM(BaseSettings):
    name: str = "gpt-4o-mini"
class Settings(BaseSettings):
    model: str = "gpt-4o"
    other: str = Field("gpt-4o-2024-08-06", description="x")
    third: str = Field(default="gpt-4.1")
    timeout: int = Field(default=30, ge=1)
    llm: LLM = LLM()
    sub: LLM = Field(default_factory=LLM)
@lru_cache
def get_settings() -> Settings:
    return Settings()
settings = Settings()
