using PartyCloud.Pairing.Contracts;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Programmes;

/// <summary>The persons of a programme, where it has any.</summary>
internal static class Person
{
    /// <summary>Stands in the key of a need or helper that is an organization.</summary>
    public const string None = "";

    public static void RequireWhere(bool asked, PersonRequest? person, string field) =>
        Field.Require(asked == person is not null, $"{field}.person", asked ? "field.required" : "person.not-expected");

    public static PersonResponse? Response(string code, string? name) => code.Length == 0 ? null : new(code, name ?? "");
}
