using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Consequences;

public sealed class RemovalProposalTests
{
    private static readonly Guid Parent = Guid.CreateVersion7();

    [Fact]
    public void T19_listed_two_years_ago_and_now_proposes_nothing() =>
        Assert.Empty(RemovalProposal.For([Branch("001001001")], new HashSet<Guid>()));

    [Fact]
    public void T20_a_direct_organization_listed_two_years_running_is_one_proposal()
    {
        var direct = Branch("001001") with { IsDirect = true };

        var removal = Assert.Single(RemovalProposal.For([direct], new HashSet<Guid> { direct.OrganizationId }));

        Assert.Equal(direct.OrganizationId, removal.OrganizationId);
    }

    [Theory]
    [InlineData("generalBranch")]
    [InlineData("committee")]
    public void T20_a_branch_below_is_two_proposals(string parentKind)
    {
        var branch = Branch("001001001", parentKind);

        var removals = RemovalProposal.For([branch], new HashSet<Guid> { branch.OrganizationId });

        Assert.Equal([Parent, branch.OrganizationId], removals.Select(r => r.OrganizationId));
    }

    [Fact]
    public void Two_branches_under_one_general_branch_are_three_posts_and_the_shared_one_names_both()
    {
        ListedPost[] listed = [Branch("001001001"), Branch("001001002")];
        var ids = listed.Select(l => l.OrganizationId).ToHashSet();

        var removals = RemovalProposal.For(listed, ids);

        Assert.Equal(3, removals.Count);
        Assert.Equal(ids, removals.Single(r => r.OrganizationId == Parent).BecauseOf.ToHashSet());
    }

    [Fact]
    public void A_parent_that_is_listed_itself_is_proposed_once()
    {
        var parent = new ListedPost(Parent, "001001", true, null, null, null);
        var branch = Branch("001001001");

        Assert.Equal(2, RemovalProposal.For([parent, branch], new HashSet<Guid> { Parent, branch.OrganizationId }).Count);
    }

    [Fact]
    public void People_decide_and_decide_once()
    {
        var (proposal, proposed) = RemovalProposal.Propose(2026, new(Parent, "001001", [Parent]), Noon);
        Assert.Equal((Parent, "secretary"), (proposed.OrganizationId, proposed.Post));

        proposal.Approve("standing committee", new(2026, 8, 1), Noon);

        Assert.Equal((RemovalState.Approved, (DateOnly?)new DateOnly(2026, 8, 1)), (proposal.State, proposal.EffectiveOn));
        Assert.Equal("removal.already-decided", Assert.Throws<RuleViolationException>(() => proposal.Reject("standing committee", "late", Noon)).Code);
    }

    private static ListedPost Branch(string levelCode, string parentKind = "generalBranch") =>
        new(Guid.CreateVersion7(), levelCode, false, Parent, "001001", parentKind);
}
