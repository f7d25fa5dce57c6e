class Settings:
    timeout = 20
    model = "gpt-4o-2024-08-06"


SETTINGS = Settings()
