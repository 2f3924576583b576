namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>What was sent is well formed and cannot be done all the same, whoever asks and whatever the state; it becomes a 422 problem with the fields at fault.</summary>
public sealed class UnprocessableException(string code, params IReadOnlyList<FieldError> errors) : Exception(code)
{
    public string Code { get; } = code;

    public IReadOnlyList<FieldError> Errors { get; } = errors;
}
