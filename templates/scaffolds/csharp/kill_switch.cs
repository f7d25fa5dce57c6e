// debtscan:unfilled - read the flag from where operations can set it, ask before every model call, then remove this line.
using Microsoft.Extensions.Configuration;

namespace ModelCalls;

/// <summary>Tell the user that the assistant is away, and what to do instead.</summary>
public sealed class SwitchedOffException : Exception
{
    public SwitchedOffException(string feature) : base($"{feature} is switched off") { }
}

/// <summary>Turns a feature off at once, without a deploy.</summary>
public sealed class KillSwitch
{
    private readonly IConfiguration settings;

    public KillSwitch(IConfiguration settings) => this.settings = settings;

    public void Check(string feature)
    {
        if (settings.GetValue<bool>($"SwitchedOff:{feature}") || settings.GetValue<bool>("SwitchedOff:All"))
            throw new SwitchedOffException(feature);
    }
}
