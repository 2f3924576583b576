using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Protection;

/// <summary>The data key is changed while the service runs on, and the old one is no longer needed when the job is through.</summary>
public sealed class ResealTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task What_is_under_an_old_key_is_enciphered_again_and_nobody_counts_as_changed()
    {
        using var keys = KeysOfBefore();
        var person = new PersonalData(keys);
        var members = new List<(Guid Id, string IdNumber)>();
        for (var n = 0; n < 5; n++)
        {
            var number = MembersApp.NextIdNumber();
            members.Add(((await app.HasMember(app.East1, number)).Id, number));
        }

        // As they were sealed before the key was changed; the last of them has neither phone nor income.
        foreach (var (id, number) in members.Skip(1))
        {
            IdentityNumber.Check(number, out var parsed);
            var hash = person.HashOf(parsed);
            await app.ExecuteAsync(
                "update members set id_number_sealed = $2, phone_sealed = $3, income_sealed = $4 where id = $1", id, person.Seal(parsed).Box, person.SealPhone(hash, "13800001234").Box, person.SealIncome(hash, 3500).Box);
        }

        await app.ExecuteAsync("update members set phone_sealed = null, income_sealed = null where id = $1", members[^1].Id);
        var told = await CountAsync("select coalesce(max(seq), 0) from change_sets");
        using var operators = app.As("0", "operations.*");

        var job = await (await operators.PostAsync("/api/v1/members/operations/reseal", null)).Read<JobResponse>(HttpStatusCode.Accepted);
        await Eventually.Passes(async () =>
        {
            var jobs = await operators.GetFromJsonAsync<Page<JobItem>>("/api/v1/members/operations/jobs", Wire.Json);
            var ours = jobs!.Items.Single(item => item.Id == job.Id);
            Assert.Equal((JobState.Succeeded, 4L, (long?)4), (ours.State, ours.Done, ours.Total));
        });

        Assert.Equal(0, await CountAsync("select count(*) from members where 1 <> any (array[get_byte(id_number_sealed, 0), get_byte(phone_sealed, 0), get_byte(income_sealed, 0)])"));
        Assert.Equal(told, await CountAsync("select coalesce(max(seq), 0) from change_sets"));
        using var reader = app.As(app.East.LevelCode, "members.*");
        foreach (var (id, number) in members)
        {
            var revealed = await (await reader.PostAsJsonAsync($"/api/v1/members/{id}/reveal", new RevealMemberRequest("sample purpose"), Wire.Json)).Read<RevealedMember>();
            Assert.Equal(number, revealed.IdNumber);
            Assert.Equal(id == members[^1].Id ? (null, null) : ("13800001234", 3500m), (revealed.Phone, revealed.MonthlyIncome));
        }
    }

    [Fact]
    public async Task A_clerk_does_not_start_it()
    {
        using var clerk = app.Eastern;
        await (await clerk.PostAsync("/api/v1/members/operations/reseal", null)).Refusal(HttpStatusCode.Forbidden);
    }

    private async Task<long> CountAsync(string sql) => Assert.Single(await app.RowsAsync(sql, row => row.GetInt64(0)));

    private static DataKeys KeysOfBefore() => new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["DataKeys:Current"] = "0",
        ["DataKeys:0"] = Convert.ToBase64String(SHA256.HashData("data of before"u8)),
        ["DataKeys:Hash"] = Convert.ToBase64String(SHA256.HashData("hash"u8)),
    }).Build());
}
