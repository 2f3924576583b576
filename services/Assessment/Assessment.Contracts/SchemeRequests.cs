using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Assessment.Contracts;

/// <summary>Drafts a scheme (考评细则).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Year">The year it is for.</param>
/// <param name="MaxScore">The full mark on its own scale.</param>
/// <param name="Dimensions">The groups of indicators.</param>
/// <param name="Stages">The stages and their weights, which sum to 1.</param>
/// <param name="Grades">The grade bands, best first.</param>
/// <param name="SatisfactionIndicator">The code of the indicator that breaks ties.</param>
/// <param name="Documents">The governing documents.</param>
/// <param name="Acceptance">When a rectification is accepted.</param>
/// <param name="Consequences">What follows from talks and falsification.</param>
/// <param name="OrganizationId">The organization that issues it; the caller's own where nothing is said.</param>
public sealed record CreateSchemeRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    [property: Range(2000, 2200)] int Year,
    decimal MaxScore,
    [property: MaxLength(100)] IReadOnlyList<SchemeDimension> Dimensions,
    [property: MaxLength(60)] IReadOnlyList<SchemeStage> Stages,
    [property: MaxLength(30)] IReadOnlyList<SchemeGrade> Grades,
    [property: StringLength(60)] string? SatisfactionIndicator = null,
    [property: MaxLength(50)] IReadOnlyList<GoverningDocument>? Documents = null,
    AcceptanceRule? Acceptance = null,
    [property: MaxLength(10)] IReadOnlyList<ConsequenceRule>? Consequences = null,
    Guid? OrganizationId = null);

/// <summary>Changes a draft as a whole.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">What it says from now on.</param>
public sealed record ChangeSchemeRequest([property: StringLength(200, MinimumLength = 1)] string Name, SchemeContent Content);

/// <summary>Copies a scheme into a later year, as a draft.</summary>
/// <param name="Year">The year of the copy.</param>
/// <param name="Name">Its name; the same where nothing is said.</param>
public sealed record CopySchemeRequest([property: Range(2000, 2200)] int Year, [StringLength(200, MinimumLength = 1)] string? Name = null);

/// <summary>A scheme.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Counts its changes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Year">The year it is for.</param>
/// <param name="OrganizationId">Who issued it.</param>
/// <param name="State">Draft or published.</param>
/// <param name="MaxScore">The full mark.</param>
/// <param name="Dimensions">The groups of indicators.</param>
/// <param name="Stages">The stages and their weights.</param>
/// <param name="Grades">The grade bands.</param>
/// <param name="SatisfactionIndicator">The indicator that breaks ties.</param>
/// <param name="Documents">The governing documents.</param>
/// <param name="Acceptance">When a rectification is accepted.</param>
/// <param name="Consequences">What follows from talks and falsification.</param>
/// <param name="CopiedFromId">The scheme it was copied from.</param>
/// <param name="PublishedAt">Since when it is locked.</param>
public sealed record SchemeResponse(
    Guid Id,
    int Version,
    string Name,
    int Year,
    Guid OrganizationId,
    SchemeState State,
    decimal MaxScore,
    IReadOnlyList<SchemeDimension> Dimensions,
    IReadOnlyList<SchemeStage> Stages,
    IReadOnlyList<SchemeGrade> Grades,
    string? SatisfactionIndicator,
    IReadOnlyList<GoverningDocument>? Documents,
    AcceptanceRule? Acceptance,
    IReadOnlyList<ConsequenceRule>? Consequences,
    Guid? CopiedFromId,
    DateTimeOffset? PublishedAt);

/// <summary>A scheme in a list.</summary>
public sealed record SchemeSummary(Guid Id, string Name, int Year, Guid OrganizationId, SchemeState State);

/// <summary>A scheme to start from.</summary>
/// <param name="Key">Its short name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Content">What it says.</param>
public sealed record SchemeTemplate(string Key, string Name, SchemeContent Content);
