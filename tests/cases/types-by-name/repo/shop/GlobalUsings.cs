global using OpenAI.Chat;
global using Shop.Settings;
