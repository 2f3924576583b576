namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>A place in the change feed from which it cannot be read on without a gap; it becomes a 410 problem that says to begin with a snapshot.</summary>
public sealed class ResyncException(string code) : Exception(code)
{
    public string Code { get; } = code;
}
