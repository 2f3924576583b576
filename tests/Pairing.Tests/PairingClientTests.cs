using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Contracts.Clients;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests;

/// <summary>The main routes, by the typed client that others use.</summary>
public sealed class PairingClientTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task A_programme_goes_from_its_needs_to_visited_pairs_and_to_its_close()
    {
        var county = await app.HasCounty();
        var api = RestClients.Create<IPairingApi>(county.Clerk);
        Assert.Contains(await api.ListRuleSets(), rules => rules.Template == "bureausToVillages");
        var programme = await api.OpenProgramme(new("部门帮村", 2026, county.Id, Template: "bureausToVillages"), "open-1");
        Assert.Equal(programme.Id, (await api.OpenProgramme(new("部门帮村", 2026, county.Id, Template: "bureausToVillages"), "open-1")).Id);
        Assert.Equal([programme.Id], (await api.ListProgrammes(county.Id, 2026, ProgrammeState.Open)).Items.Select(p => p.Id));

        Assert.Equal(3, (await api.AddNeeds(programme.Id, [new("poor", await county.HasVillage()), new("poor", await county.HasVillage()), new("poor", await county.HasVillage())])).Added);
        Assert.Equal(0, (await api.AddWeakOrganizations(programme.Id, new("disorderly"))).Added);
        Assert.Equal(2, (await api.AddHelpers(programme.Id, [new("economic", await county.HasBureau()), new("economic", await county.HasBureau())])).Added);
        var needs = (await api.ListNeeds(programme.Id, NeedState.Open)).Items;
        Assert.Equal((3, 2), (needs.Count, (await api.ListHelpers(programme.Id)).Items.Count));
        Assert.Equal(NeedState.Withdrawn, (await api.WithdrawNeed(needs[2].Id, new("已脱贫"))).State);

        var job = await ClientCalls.Finished(id => api.GetMatching(id), await api.MatchProgramme(programme.Id));
        Assert.Equal((JobState.Succeeded, "job.over"), (job.State, (await api.CancelMatching(job.Id).Refused(HttpStatusCode.Conflict)).Code));
        var proposals = (await api.ListProposals(programme.Id, ProposalState.Proposed)).Items;
        Assert.Equal(2, proposals.Count);
        Assert.Equal(ProposalState.Rejected, (await api.RejectProposal(proposals[1].Id, new("路途太远"))).State);
        var confirmed = await api.ConfirmProposal(proposals[0].Id);
        Assert.Equal(ProposalState.Confirmed, confirmed.State);

        var pair = await api.GetPair(confirmed.PairId!.Value);
        var formed = await api.FormPair(programme.Id, new(proposals[1].Need.Id, proposals[1].Helper.Id, "双方自愿", new(2026, 6, 1)));
        Assert.Equal(new[] { pair.Id, formed.Id }.Order(), (await api.ListPairs(county.Id, PairSide.Need, programme.Id, ProgrammeKind.Organizations, PairState.Active)).Items.Select(p => p.Id).Order());
        var network = await api.GetNetwork(programme.Id);
        Assert.Equal((2, 2), (network.Needs, network.Served));
        Assert.Equal(new NetworkFlow("economic", "poor", county.TownId, "镇党委", 2), Assert.Single(network.Flows));
        var visit = await api.RecordVisit(pair.Id, new(new(2026, 7, 1), ["lecture"], "送党课", 30, 120.50m));
        Assert.Equal((visit.Id, 120.50m), ((await api.ListVisits(pair.Id)).Items.Single().Id, visit.Cost!.Value));
        Assert.Equal(PairState.Ended, (await api.EndPair(formed.Id, new("期满"))).State);
        Assert.Equal("pair.ended", (await api.EndPair(formed.Id, new("再次")).Refused(HttpStatusCode.Conflict)).Code);
        Assert.Equal(1, Assert.Single((await api.GetNetwork(programme.Id)).Flows).Pairs);
        Assert.Equal((0, 0), (await api.GetNetwork(programme.Id, county.BureausId)) is var none ? (none.Needs, none.Flows.Count) : default);
        Assert.Equal("request.not-found", (await RestClients.Create<IPairingApi>((await app.HasCounty()).Clerk).GetNetwork(programme.Id).Refused(HttpStatusCode.NotFound)).Code);
        var helper = (await api.ListHelpers(programme.Id)).Items.Single(h => h.ActivePairs == 0);
        Assert.Equal(helper.Id, (await api.WithdrawHelper(helper.Id, new("机构改革"))).Id);

        Assert.Equal(1, (await api.GetProgramme(programme.Id)).LastRun!.Number);
        Assert.Equal("request.not-found", (await RestClients.Create<IPairingApi>((await app.HasCounty()).Clerk).GetProgramme(programme.Id).Refused(HttpStatusCode.NotFound)).Code);
        Assert.Equal(ProgrammeState.Closed, (await api.CloseProgramme(programme.Id, new("年度结束"))).State);
    }

    [Fact]
    public async Task A_sheet_of_pairs_is_imported_and_its_refused_rows_come_back()
    {
        var county = await app.HasCounty();
        var api = RestClients.Create<IPairingApi>(county.Clerk);
        var programme = await api.OpenProgramme(new("党员结对", 2026, county.Id, ProgrammeKind.Members, "pairingPrinciple"));
        using var form = ClientCalls.Form(
            $"帮扶人所在组织编码,帮扶人编号,帮扶人姓名,对象所在组织编码,帮扶对象编号,帮扶对象姓名,结对日期\n{county.Code}-B,H1,帮扶1,{county.Code}-T,N1,对象1,2026-03-01\n{county.Code}-B,H2,帮扶2,NONE,N2,对象2,2026-03-01\n");
        form.Add(new StringContent(programme.Id.ToString()), "programmeId");

        var job = await ClientCalls.Finished(id => api.GetImport(id), await api.ImportPairs(form));

        Assert.Equal((JobState.Succeeded, "organization.unknown"), (job.State, job.Errors.Single().Code));
        Assert.Equal("N1", Assert.Single((await api.ListPairs(programmeId: programme.Id)).Items).Need.Person!.Code);
        using var sheet = await api.DownloadImportErrors(job.Id, "csv");
        Assert.Contains("NONE", await sheet.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("job.over", (await api.CancelImport(job.Id).Refused(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Operators_compare_republish_and_audit()
    {
        var operators = RestClients.Create<IPairingApi>(app.As("0", "pairing.*", "operations.*", "audit.*"));

        Assert.NotEmpty(await operators.GetDigests());
        await operators.Republish();
        Assert.True((await operators.VerifyAudit()).Holds);
        Assert.Equal("operations.republish", (await operators.ListAudit("operations.republish", limit: 5)).Items[0].Action);
    }
}
