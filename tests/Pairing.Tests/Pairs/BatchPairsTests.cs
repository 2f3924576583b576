using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Tests.Feed;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Pairs;

public sealed class BatchPairsTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task Many_are_read_by_id_from_either_side_and_those_out_of_reach_are_missing()
    {
        var (county, pairs) = await HasPairs(2);
        var foreign = (await HasPairs(1)).Pairs[0].Id;
        await (await county.Post($"pairs/{pairs[1].Id}/end", new EndPairRequest("期满"))).Read<PairResponse>();

        foreach (var side in (string[])["00t", "00b"])
        {
            using var client = app.As(county.LevelCode + side, "pairing.read");
            var read = await (await client.PostAsJsonAsync("/api/v1/pairing/pairs/batch-get", new BatchGetPairsRequest([pairs[1].Id, foreign, pairs[0].Id, pairs[1].Id]), Wire.Json)).Read<BatchGetPairsResponse>();
            Assert.Equal([(pairs[1].Id, PairState.Ended), (pairs[0].Id, PairState.Active)], read.Items.Select(pair => (pair.Id, pair.State)));
            Assert.Equal([foreign], read.Missing);
        }

        foreach (var wrong in (BatchGetPairsRequest[])[new([]), new([.. Enumerable.Range(0, 1001).Select(_ => Guid.CreateVersion7())])])
        {
            Assert.Equal("ids", Assert.Single((await (await county.Clerk.PostAsJsonAsync("/api/v1/pairing/pairs/batch-get", wrong, Wire.Json)).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await app.As(county.LevelCode, "pairing.visit").PostAsJsonAsync("/api/v1/pairing/pairs/batch-get", new BatchGetPairsRequest([foreign]), Wire.Json)).StatusCode);
    }

    [Fact]
    public async Task Each_visit_is_recorded_whole_or_refused_with_its_own_problem()
    {
        var (county, pairs) = await HasPairs(2);
        var foreign = (await HasPairs(1)).Pairs[0].Id;
        await (await county.Post($"pairs/{pairs[1].Id}/end", new EndPairRequest("期满"))).Read<PairResponse>();

        using var answer = await Sent(county.Clerk, null, new
        {
            items = (object?[])
            [
                Visit(pairs[0].Id, "2026-06-20", "law"), Visit(pairs[0].Id, "2026-06-21"), Visit(foreign, "2026-06-21", "law"), Visit(pairs[1].Id, "2026-06-21", "law"), null,
                Visit(pairs[0].Id, "2026-06-10", "health"),
            ],
        });
        var batch = await answer.Read<BatchResponse<VisitResponse>>();

        Assert.Equal((2, 4), (batch.Done, batch.Refused));
        Assert.Equal([201, 400, 404, 409, 400, 201], batch.Items.Select(item => item.Status));
        Assert.Equal(Enumerable.Range(0, 6), batch.Items.Select(item => item.Index));
        Assert.Equal([null, "request.invalid", "request.not-found", "pair.ended", "request.invalid", null], batch.Items.Select(item => item.Problem?.Code));
        Assert.Equal("visit.activities", Assert.Single(batch.Items[1].Problem!.Errors!).Field);
        Assert.Equal("health", Assert.Single(batch.Items[5].Result!.Activities));
        Assert.Equal((2, new DateOnly(2026, 6, 20)), (await county.Pairs(pairs[0].ProgrammeId)).Where(pair => pair.Id == pairs[0].Id).Select(pair => (pair.Visits, pair.LastVisitOn!.Value)).Single());
        Assert.Equal(2, (await app.RowsAsync("select count(*) from audit_log where action = 'visit.added' and level_code = $1", row => row.GetInt64(0), county.LevelCode))[0]);
        Assert.Equal(HttpStatusCode.BadRequest, (await Sent(county.Clerk, null, new { items = Array.Empty<object>() })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Sent(county.Clerk, null, new BatchRecordVisitsRequest([.. Enumerable.Repeat(new PairVisit(pairs[0].Id, new(new(2026, 6, 20), ["law"])), 1001)]))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As(county.LevelCode, "pairing.read").PostAsJsonAsync("/api/v1/pairing/visits/batch-record", new BatchRecordVisitsRequest([]), Wire.Json)).StatusCode);

        static object Visit(Guid pair, string on, params string[] activities) => new { pairId = pair, visit = new { on, activities } };
    }

    [Fact]
    public async Task A_batch_that_broke_off_goes_on_where_it_stopped_and_answers_with_the_visits_that_it_recorded()
    {
        var (county, pairs) = await HasPairs(1);
        // A key belongs to who sent it.
        using var client = county.Clerk;
        var request = new BatchRecordVisitsRequest([.. Enumerable.Range(1, 4).Select(day => new PairVisit(pairs[0].Id, new(new(2026, 6, day), ["law"])))]);
        var whole = await (await Sent(client, "broken", request)).Read<BatchResponse<VisitResponse>>();
        Assert.Equal(4, whole.Done);

        // As it stands when the process was killed before the third item: nothing was answered, and of the last two nothing was done.
        await app.ExecuteAsync("delete from batch_items where key = 'broken' and ordinal >= 2");
        await app.ExecuteAsync("delete from visits where id = any($1)", whole.Items.Skip(2).Select(item => item.Result!.Id).ToArray());
        await app.ExecuteAsync("update idempotency_keys set status = null, answer = null, created_at = created_at - interval '2 minutes' where key = 'broken'");
        var again = await (await Sent(client, "broken", request)).Read<BatchResponse<VisitResponse>>();

        Assert.Equal([200, 200, 201, 201], again.Items.Select(item => item.Status));
        Assert.Equal(whole.Items.Take(2).Select(item => (item.Result!.Id, item.Result.On)), again.Items.Take(2).Select(item => (item.Result!.Id, item.Result.On)));
        Assert.Equal(4, (await app.RowsAsync("select count(*) from visits where pair_id = $1", row => row.GetInt64(0), pairs[0].Id))[0]);
        var repeated = await (await Sent(client, "broken", request)).Read<BatchResponse<VisitResponse>>();
        Assert.Equal(again.Items.Select(item => item.Result!.Id), repeated.Items.Select(item => item.Result!.Id));
        Assert.Equal("idempotency.other-body", (await (await Sent(client, "broken", new BatchRecordVisitsRequest([request.Items[0]]))).Refusal(HttpStatusCode.UnprocessableEntity)).Code);
    }

    private static async Task<HttpResponseMessage> Sent<T>(HttpClient client, string? key, T body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/pairing/visits/batch-record") { Content = JsonContent.Create(body, options: Wire.Json) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    private async Task<(County County, List<PairResponse> Pairs)> HasPairs(int count)
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        var pairs = new List<PairResponse>();
        for (var n = 0; n < count; n++)
        {
            pairs.Add(await county.Formed(programme, await county.HasVillage(), await county.HasBureau()));
        }

        return (county, pairs);
    }
}
