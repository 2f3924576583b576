using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Schemes;

/// <summary>A year's rules of assessment (考评细则): drafted, published and thereby locked, copied forward to the next year.</summary>
internal sealed class AssessmentScheme : IVersioned, IPlaced
{
    private AssessmentScheme()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public string Name { get; private set; } = "";

    public int Year { get; private set; }

    /// <summary>Who issued it.</summary>
    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public SchemeState State { get; private set; }

    public SchemeContent Content { get; private set; } = null!;

    public Guid? CopiedFromId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    internal static AssessmentScheme Draft(
        string name, int year, SchemeContent content, Guid organizationId, string levelCode, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            Name = name,
            Year = year,
            OrganizationId = organizationId,
            LevelCode = levelCode,
            State = SchemeState.Draft,
            Content = content,
            CreatedAt = now,
        };

    internal void Change(string name, SchemeContent content)
    {
        Rule.Require(State is SchemeState.Draft, "scheme.locked", Name);

        (Name, Content) = (name, content);
        Version++;
    }

    internal void Publish(DateTimeOffset now)
    {
        Rule.Require(State is SchemeState.Draft, "scheme.locked", Name);
        Rule.Require(SchemeValidation.Check(Content).Count == 0, "scheme.incomplete", Name);

        (State, PublishedAt) = (SchemeState.Published, now);
        Version++;
    }

    /// <summary>A draft for a later year that says the same until it is changed.</summary>
    internal AssessmentScheme CopyForward(string name, int year, DateTimeOffset now)
    {
        Rule.Require(year > Year, "scheme.year-not-later", year, Year);

        var copy = Draft(name, year, Content, OrganizationId, LevelCode, now);
        copy.CopiedFromId = Id;
        return copy;
    }
}
