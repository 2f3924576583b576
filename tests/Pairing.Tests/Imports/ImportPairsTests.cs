using System.Text.Json;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;

namespace PartyCloud.Pairing.Tests.Imports;

public sealed class ImportPairsTests(PairingApp app) : IClassFixture<PairingApp>
{
    private const string Persons = "帮扶人所在组织编码,帮扶人编号,帮扶人姓名,对象所在组织编码,帮扶对象编号,帮扶对象姓名,结对日期\n";

    [Fact]
    public async Task T04_three_bad_rows_of_three_thousand_are_named_and_the_corrected_three_complete_them()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme("pairingPrinciple", ProgrammeKind.Members)).Id;
        string Good(int n) => $"{county.Code}-B,H{n},帮扶{n},{county.Code}-T,N{n},对象{n},2026-03-01";
        var rows = Enumerable.Range(1, 3000).Select(n => n switch
        {
            10 => $"{county.Code}-B,H{n},帮扶{n},NONE,N{n},对象{n},2026-03-01",
            1500 => $"{county.Code}-B,H{n},帮扶{n},{county.Code}-T,N{n},对象{n},2026-02-30",
            2999 => $"{county.Code}-B,H{n},帮扶{n},{county.Code}-T,N1,对象1,2026-03-01",
            _ => Good(n),
        });

        var sheet = Persons + string.Join('\n', rows);
        var job = await PairingApp.Imported(county.Clerk, programme, sheet);

        Assert.Equal((JobState.Succeeded, 3), (job.State, job.ErrorCount));
        Assert.Equal(
            [(11L, "need_code", "organization.unknown"), (1501L, "started_on", "field.malformed"), (3000L, "need_code", "need.already-served")],
            job.Errors.Select(error => (error.Row, error.Column!, error.Code)));
        Assert.Equal(2997, await Count(programme));

        var corrected = await PairingApp.Imported(county.Clerk, programme, Persons + string.Join('\n', Good(10), Good(1500), Good(2999)));
        Assert.Equal((JobState.Succeeded, 0), (corrected.State, corrected.ErrorCount));
        Assert.Equal(3000, await Count(programme));

        var again = await PairingApp.Imported(county.Clerk, programme, Persons + string.Join('\n', Enumerable.Range(1, 3000).Select(Good)));
        Assert.Equal((JobState.Succeeded, 0), (again.State, again.ErrorCount));
        Assert.Equal(3000, await Count(programme));
        var facts = (await app.OutboxAsync<PairFormed>()).Select(body => JsonSerializer.Deserialize<PairFormed>(body, Wire.Json)!).Where(fact => fact.ProgrammeId == programme).ToList();
        Assert.Equal((3000, 3000), (facts.Count, facts.DistinctBy(fact => fact.PairId).Count()));
        Assert.All(facts, fact => Assert.Equal(
            (ProgrammeKind.Members, county.TownId, county.BureausId, PairSource.Import, new DateOnly(2026, 3, 1)),
            (fact.Kind, fact.NeedOrganizationId, fact.HelperOrganizationId, fact.Source, fact.StartedOn)));
    }

    [Fact]
    public async Task Pairs_of_organizations_are_imported_by_their_codes()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasVillage($"{county.Code}-V1");
        await county.HasVillage($"{county.Code}-V2");
        await county.HasBureau($"{county.Code}-D1");

        var job = await PairingApp.Imported(
            county.Clerk, programme,
            $"helper_code,need_code,helper_class,need_class\n{county.Code}-D1,{county.Code}-V1,经济,穷\n{county.Code}-D1,{county.Code}-V2,经济,穷\n{county.Code}-T,{county.Code}-V2,经济,穷\n");

        Assert.Equal(
            [(3L, "helper_code", "helper.at-capacity"), (4L, "need_code", "pair.in-one-line")],
            job.Errors.Select(error => (error.Row, error.Column!, error.Code)));
        Assert.Contains("1", job.Errors[0].Text, StringComparison.Ordinal);
        var pair = Assert.Single(await county.Pairs(programme));
        Assert.Equal(($"{county.Code}-D1", $"{county.Code}-V1", PairSource.Import), (pair.Helper.OrganizationCode, pair.Need.OrganizationCode, pair.Source));
        Assert.Equal(("economic", 1), (Assert.Single(await county.Helpers(programme)).HelperClass, (await county.Helpers(programme))[0].ActivePairs));
        var need = Assert.Single(await county.Needs(programme));
        Assert.Equal(("poor", NeedState.Served, NeedSource.Import), (need.NeedClass, need.State, need.Source));
    }

    [Fact]
    public async Task An_imported_pair_takes_the_place_of_an_open_proposal()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage($"{county.Code}-V")));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau($"{county.Code}-D")));
        await county.HasBureau($"{county.Code}-E");
        await county.Matched(programme);

        await PairingApp.Imported(county.Clerk, programme, $"helper_code,need_code\n{county.Code}-E,{county.Code}-V\n");

        Assert.Single(await county.Proposals(programme, ProposalState.Superseded));
        Assert.Equal($"{county.Code}-E", Assert.Single(await county.Pairs(programme)).Helper.OrganizationCode);
    }

    [Fact]
    public async Task Organizations_of_a_neighbour_are_unknown()
    {
        var county = await app.HasCounty();
        var neighbour = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasVillage($"{county.Code}-V");

        var job = await PairingApp.Imported(county.Clerk, programme, $"helper_code,need_code\n{neighbour.Code}-B,{county.Code}-V\n");

        Assert.Equal(("helper_code", "organization.unknown"), (Assert.Single(job.Errors).Column!, job.Errors[0].Code));
        Assert.Empty(await county.Pairs(programme));
    }

    [Fact]
    public async Task A_file_that_is_no_sheet_fails_with_its_reason()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;

        var job = await PairingApp.Imported(county.Clerk, programme, "a,b\n1,2\n");

        Assert.Equal((JobState.Failed, "sheet.missing-columns"), (job.State, job.Failure?.Code));
    }

    private async Task<long> Count(Guid programme) =>
        (await app.RowsAsync("select count(*) from pairs where programme_id = $1 and state = 'active'", reader => reader.GetInt64(0), programme))[0];
}
