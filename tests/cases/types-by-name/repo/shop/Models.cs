namespace Shop.Settings;

public static class Models
{
    public const string Answers = "gpt-4o-2024-08-06";
}
