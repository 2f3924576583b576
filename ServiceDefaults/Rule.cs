namespace PartyCloud.ServiceDefaults;

/// <summary>A rule of the domain refuses what was asked; it becomes a 409 problem with this code.</summary>
/// <param name="code">Stable, lower case, noun first, e.g. <c>member.not-active</c>; its text stands in the resources under the same name.</param>
/// <param name="arguments">What the text's placeholders {0}, {1}, … stand for.</param>
public sealed class RuleViolationException(string code, params object[] arguments) : Exception(code)
{
    public string Code { get; } = code;

    public IReadOnlyList<object> Arguments { get; } = arguments;
}

/// <summary>Says a rule as a positive sentence at the top of a transition.</summary>
public static class Rule
{
    public static void Require(bool holds, string code, params object[] arguments)
    {
        if (!holds)
        {
            throw new RuleViolationException(code, arguments);
        }
    }
}
