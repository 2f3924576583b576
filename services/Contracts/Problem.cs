namespace PartyCloud.Contracts;

/// <summary>A refusal after RFC 9457, in the one shape that all of PartyCloud's answers have.</summary>
/// <param name="Code">Stable; texts may change, codes may not.</param>
/// <param name="Errors">The fields or rows at fault, where there are any.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Instance, string Code, string? TraceId, IReadOnlyList<ProblemError>? Errors = null);

/// <summary>One field at fault.</summary>
public sealed record ProblemError(string Field, string Code, string Text);
