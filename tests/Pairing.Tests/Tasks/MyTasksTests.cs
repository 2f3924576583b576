using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Tasks;

public sealed class MyTasksTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task A_proposal_waits_for_who_may_confirm_it_and_has_both_sides_in_reach()
    {
        var (county, neighbour) = (await app.HasCounty(), await app.HasCounty());
        var programme = (await county.HasProgramme()).Id;
        var village = await county.HasVillage();
        await county.HasNeeds(programme, new NeedRequest("poor", village));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        await county.Matched(programme);
        var proposal = Assert.Single(await county.Proposals(programme));

        var tasks = await Tasks(county.Clerk);

        Assert.Equal(
            new TaskItem(
                "pairing", "confirmProposal", proposal.Id, $"结对建议：由{proposal.Helper.OrganizationName}帮扶{proposal.Need.OrganizationName}，确认或否决", village, proposal.Need.OrganizationName, null, false, $"/api/v1/pairing/programmes/{programme}/proposals?state=proposed"),
            Assert.Single(tasks.Items));
        Assert.Equal(1, tasks.Counts["confirmProposal"]);
        Assert.Empty((await Tasks(neighbour.Clerk)).Items);
        // The township has the village, but neither the programme nor the bureau.
        Assert.Empty((await Tasks(app.As(county.LevelCode + "00t", "pairing.*"))).Items);
        Assert.Empty((await Tasks(app.As(county.LevelCode, "pairing.read", "pairing.visit"))).Items);

        await (await county.Post($"proposals/{proposal.Id}/reject", new ReasonRequest("不合适"))).Read<ProposalResponse>();
        Assert.Empty((await Tasks(county.Clerk)).Items);
    }

    [Fact]
    public async Task An_import_of_pairs_with_refused_rows_waits_for_its_sender()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        var sender = county.Clerk;
        var job = await PairingApp.Imported(sender, programme, "need_code,helper_code\nNONE,NONE\n");

        Assert.True(job.ErrorCount > 0, $"{job.State} {job.Failure?.Code}");
        Assert.Equal(job.Id, Assert.Single((await Tasks(sender)).Items, task => task.Kind == "correctImport").SubjectId);
        Assert.Empty((await Tasks(county.Clerk)).Items);
    }

    private static async Task<TaskList> Tasks(HttpClient client) => await (await client.GetAsync("/api/v1/pairing/tasks")).Read<TaskList>();
}
