using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Campaigns;

/// <summary>What becomes of a criterion that has nothing to be applied to, for example the branches of a committee that has none.</summary>
internal enum WhenNotApplicable
{
    /// <summary>It does not count.</summary>
    LeaveOut,

    /// <summary>It is not met.</summary>
    Fail,
}

/// <summary>One requirement of a track; the figures are data.</summary>
/// <param name="Code">Its code, unique in the campaign.</param>
/// <param name="WhenNotApplicable">What to do where it does not apply.</param>
internal abstract record Criterion(string Code, WhenNotApplicable WhenNotApplicable = WhenNotApplicable.LeaveOut);

/// <summary>At least a score, which depends on the category of the unit; the scale is free (450 is no percentage).</summary>
internal sealed record ScoreAtLeast(string Code, IReadOnlyDictionary<string, decimal> ByCategory) : Criterion(Code);

/// <summary>At least a share, in hundredths of a percent.</summary>
internal sealed record RatioAtLeast(string Code, int BasisPoints, WhenNotApplicable WhenNotApplicable = WhenNotApplicable.LeaveOut)
    : Criterion(Code, WhenNotApplicable);

/// <summary>At most a mean, for example of ages.</summary>
internal sealed record MeanAtMost(string Code, decimal Most, WhenNotApplicable WhenNotApplicable = WhenNotApplicable.LeaveOut)
    : Criterion(Code, WhenNotApplicable);

/// <summary>An honour of at least a level, not older than some years at the cut-off; the day itself still counts.</summary>
internal sealed record HonourWithin(string Code, HonourLevel AtLeast, int Years) : Criterion(Code);

/// <summary>Something another department states as met or not.</summary>
internal sealed record Stated(string Code) : Criterion(Code);

/// <summary>A track of a campaign and the title it earns.</summary>
internal sealed record CampaignTrack(string Code, string Title, IReadOnlyList<Criterion> Criteria);

/// <summary>The rules of a campaign in a year.</summary>
internal sealed record CampaignRules(string Name, int Year, IReadOnlyList<CampaignTrack> Tracks, IReadOnlyList<GoverningDocument> Documents)
{
    /// <summary>
    /// “三进一”: a leadership team, members and cadres of the first class. The thresholds are those of one county in 2004;
    /// a campaign of today is made by changing them.
    /// </summary>
    internal static CampaignRules ThreeAdvance(int year) => new(
        "三进一",
        year,
        [
            new("leadershipTeam", "一类班子",
            [
                new ScoreAtLeast("score", new Dictionary<string, decimal> { ["townshipCommittee"] = 450, ["countyCommittee"] = 400, ["workingCommittee"] = 400, ["generalBranch"] = 400 }),
                new HonourWithin("honour", HonourLevel.County, 2),
                new RatioAtLeast("firstClassBranches", 8000),
                new RatioAtLeast("satisfactionWithTeam", 9000),
                new Stated("publicOrder"),
                new Stated("economicTargets"),
                new Stated("facilities"),
            ]),
            new("memberForce", "一流党员队伍",
            [
                new RatioAtLeast("leadersAmongMembers", 4000),
                new MeanAtMost("meanAge", 45),
                new RatioAtLeast("satisfactionWithMembers", 9000),
                new Stated("duesAndLife"),
            ]),
            new("cadreForce", "一流干部队伍",
            [
                new RatioAtLeast("satisfactionWithCadres", 9000),
                new Stated("tasksDone"),
            ]),
        ],
        [new("党建目标考评细则")]);
}
