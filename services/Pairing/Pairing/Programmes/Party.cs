using PartyCloud.Pairing.Contracts;

namespace PartyCloud.Pairing.Programmes;

/// <summary>An organization as a need or a helper remembers it.</summary>
internal sealed record Place(Guid OrganizationId, string Code, string Name, string LevelCode);

/// <summary>
/// One side of a pair or of a proposal, with what either side may know of the other: its own records are seen only by those above it.
/// </summary>
internal sealed class Party
{
    /// <summary>Of the need or of the helper.</summary>
    public Guid Id { get; private set; }

    public Guid OrganizationId { get; private set; }

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string LevelCode { get; private set; } = "";

    public string PersonCode { get; private set; } = Person.None;

    public string? PersonName { get; private set; }

    public static Party Of(Need need) =>
        Of(need.Id, need.OrganizationId, need.OrganizationCode, need.OrganizationName, need.LevelCode, need.PersonCode, need.PersonName);

    public static Party Of(Helper helper) =>
        Of(helper.Id, helper.OrganizationId, helper.OrganizationCode, helper.OrganizationName, helper.LevelCode, helper.PersonCode, helper.PersonName);

    public PartyResponse Response() => new(Id, OrganizationId, Code, Name, Person.Response(PersonCode, PersonName));

    private static Party Of(Guid id, Guid organizationId, string code, string name, string levelCode, string personCode, string? personName) => new()
    {
        Id = id,
        OrganizationId = organizationId,
        Code = code,
        Name = name,
        LevelCode = levelCode,
        PersonCode = personCode,
        PersonName = personName,
    };
}
