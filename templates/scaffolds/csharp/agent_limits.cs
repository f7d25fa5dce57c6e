// debtscan:unfilled - set the bounds, call Spend once a turn of every loop around a model, then remove this line.
namespace ModelCalls;

/// <summary>The agent was stopped; its last state belongs into the log.</summary>
public sealed class LimitReachedException : Exception
{
    public LimitReachedException(string message) : base(message) { }
}

/// <summary>What an agent may use up before it is stopped: turns, time and tokens.</summary>
public sealed class AgentBudget
{
    private readonly DateTimeOffset until = DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1);
    private int turns = 8;
    private int tokens = 20_000;

    public void Spend(int used = 0)
    {
        turns -= 1;
        tokens -= used;
        if (turns < 0 || tokens < 0 || DateTimeOffset.UtcNow > until)
            throw new LimitReachedException($"turns left {turns}, tokens left {tokens}");
    }
}
