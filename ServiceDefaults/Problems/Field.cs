namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>What was sent is malformed or impossible; it becomes a 400 problem with the fields at fault.</summary>
public sealed class FieldException(params IReadOnlyList<FieldError> errors) : Exception(errors[0].Code)
{
    public IReadOnlyList<FieldError> Errors { get; } = errors;
}

/// <param name="Field">As it was sent, in camel case; nested ones as <c>rules[0].domainType</c>.</param>
/// <param name="Code">The text's name in the resources, e.g. <c>field.required</c>.</param>
public sealed record FieldError(string Field, string Code, params object[] Arguments);

public static class Field
{
    public static void Require(bool holds, string field, string code, params object[] arguments)
    {
        if (!holds)
        {
            throw new FieldException(new FieldError(field, code, arguments));
        }
    }
}
