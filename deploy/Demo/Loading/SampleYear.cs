using System.Globalization;
using System.Text.Json.Nodes;
using PartyCloud.Demo.Generation;

namespace PartyCloud.Demo.Loading;

/// <summary>One year of the main job by REST, from the scheme to the visits. Each step looks up what is there and does only what is missing, so a second run changes nothing.</summary>
internal sealed class SampleYear(Gateway gateway, Sample sample)
{
    private const int Year = 2026;
    private const int ScoresPerCall = 2_000;
    private const int CasesMoved = 60;
    private const int Confirmed = 60;
    private const string SchemeName = "“三进一”与软弱涣散综合考评（样例）";
    private const string ProgrammeName = "百局联百村（样例）";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly string[] NeedClasses = ["disorderly", "poor", "weak", "specialized"];

    public async Task RunAsync(CancellationToken cancellation)
    {
        var root = await gateway.GetAsync("/api/v1/organizations/by-code/" + sample.Root.Code, cancellation);
        var rootId = (string)root["id"]!;
        await RollUpAsync(rootId, cancellation);
        var cycle = await CycleAsync(rootId, cancellation);
        await SelectAsync(cycle, cancellation);
        await RectifyAsync(cycle, cancellation);
        await PairAsync(rootId, cancellation);
    }

    private static string Id(JsonNode node) => (string)node["id"]!;

    private string Date(int days) => DateOnly.FromDateTime(gateway.Clock.GetLocalNow().DateTime).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task RollUpAsync(string rootId, CancellationToken cancellation)
    {
        JsonNode? rollup = null;
        await gateway.WaitAsync("the counts of the members", async () =>
        {
            rollup = await gateway.GetAsync($"/api/v1/organizations/{rootId}/rollup", cancellation);
            return (long?)rollup["members"]?["total"] >= sample.MemberCount;
        }, Patience, cancellation);
        DemoRun.Say($"  rollup of {sample.Root.Name}: {(long?)rollup!["organizations"]?["total"]:N0} organizations, {(long?)rollup["members"]?["total"]:N0} members");
    }

    private async Task<JsonNode> CycleAsync(string rootId, CancellationToken cancellation)
    {
        const string Schemes = "/api/v1/assessment/schemes";
        const string Cycles = "/api/v1/assessment/cycles";
        var scheme = await FindAsync(Schemes, item => (string?)item["name"] == SchemeName && (int?)item["year"] == Year, cancellation)
            ?? await TryAsync(() => gateway.PostAsync(Schemes, SampleScores.Scheme(sample, SchemeName, Year, rootId), cancellation), cancellation);
        if ((string?)scheme["state"] != "published")
        {
            await gateway.PostAsync($"{Schemes}/{Id(scheme)}/publish", null, cancellation);
        }

        var cycle = await FindAsync(Cycles, item => (string?)item["schemeId"] == Id(scheme) && (string?)item["scopeOrganizationId"] == rootId, cancellation)
            ?? await TryAsync(() => gateway.PostAsync(Cycles, new JsonObject
            {
                ["schemeId"] = Id(scheme),
                ["year"] = Year,
                ["scopeOrganizationId"] = rootId,
                ["cutOff"] = string.Create(CultureInfo.InvariantCulture, $"{Year}-12-31"),
                ["kinds"] = new JsonArray([.. SampleScores.Kinds.Select(kind => JsonValue.Create(kind))]),
            }, cancellation), cancellation);
        if ((string?)cycle["state"] == "planned")
        {
            cycle = await gateway.PostAsync($"{Cycles}/{Id(cycle)}/open", null, cancellation);
        }

        if ((string?)cycle["state"] == "open")
        {
            await ScoreAsync($"{Cycles}/{Id(cycle)}/scores", cancellation);
            DemoRun.Say("Freezing the cycle");
            await gateway.PostAsync($"{Cycles}/{Id(cycle)}/freeze", null, cancellation);
            cycle = await gateway.GetAsync($"{Cycles}/{Id(cycle)}", cancellation);
        }

        DemoRun.Say($"  the cycle of {Year} is {(string?)cycle["state"]}, {(int?)cycle["assessed"]:N0} assessed");
        return cycle;
    }

    private async Task ScoreAsync(string path, CancellationToken cancellation)
    {
        var assessed = SampleScores.Assessed(sample);
        DemoRun.Say("Recording the scores");
        var progress = new Progress("organizations scored", assessed.Count, gateway.Clock);
        var batch = new JsonArray();
        for (var index = 0; index < assessed.Count; index++)
        {
            foreach (var score in SampleScores.Of(sample, assessed[index], index))
            {
                batch.Add((JsonNode)score);
            }

            if (batch.Count >= ScoresPerCall || index == assessed.Count - 1)
            {
                var body = batch;
                await TryAsync(() => gateway.PutAsync(path, body, cancellation), cancellation);
                batch = [];
                progress.At(index + 1);
            }
        }

        progress.Done();
    }

    private async Task SelectAsync(JsonNode cycle, CancellationToken cancellation)
    {
        if (await FindAsync("/api/v1/assessment/rectifications", item => (string?)item["cycleId"] == Id(cycle), cancellation) is not null)
        {
            return;
        }

        var shares = SampleScores.Assessed(sample).Select(organization => organization.DomainType).Distinct().Order(StringComparer.Ordinal)
            .Select(type => new JsonObject { ["domainType"] = type, ["minShareBasisPoints"] = type switch { Domains.Village => 1_500, Domains.Community => 1_000, _ => 500 } });
        var selection = await gateway.PostAsync($"/api/v1/assessment/cycles/{Id(cycle)}/selections", new JsonObject
        {
            ["rules"] = new JsonArray([.. shares]),
            ["tiePolicy"] = "includeTies",
            ["per"] = sample.Name == "city" ? "district" : "scope",
        }, cancellation);
        var items = selection["items"]?.AsArray() ?? [];
        var reasons = items.CountBy(item => (string)item!["reason"]!).Select(reason => $"{reason.Value:N0} {reason.Key}");
        DemoRun.Say($"  listed as weak: {items.Count:N0} ({string.Join(", ", reasons)})");
    }

    private async Task RectifyAsync(JsonNode cycle, CancellationToken cancellation)
    {
        const string Cases = "/api/v1/assessment/rectifications";
        var cases = new List<string>();
        var all = 0;
        var moved = false;
        await foreach (var item in gateway.ListAsync(Cases, cancellation))
        {
            if ((string?)item["cycleId"] != Id(cycle))
            {
                continue;
            }

            moved |= (string?)item["state"] != "identified";

            // Every fourth is left as it is, so that each stage can be seen.
            if (all % 4 != 3 && cases.Count < CasesMoved)
            {
                cases.Add(Id(item));
            }

            all++;
        }

        if (moved)
        {
            return;
        }

        for (var index = 0; index < cases.Count; index++)
        {
            var path = $"{Cases}/{cases[index]}";
            await gateway.PostAsync($"{path}/plan", new JsonObject
            {
                ["causes"] = "班子配备不齐，组织生活不经常（样例）",
                ["goal"] = "六个月内转化升级（样例）",
                ["deadline"] = Date(180),
            }, cancellation);
            await gateway.PostAsync($"{path}/measures", new JsonObject
            {
                ["measures"] = new JsonArray(
                    Measure("班子配备不齐", "补选支部委员", "immediate", 30),
                    Measure("三会一课不规范", "按月组织并公示", "withinPeriod", 90)),
            }, cancellation);
            if (index % 3 == 0)
            {
                continue;
            }

            await gateway.PostAsync($"{path}/self-check", new JsonObject { ["report"] = "各项措施已落实（样例）" }, cancellation);
            if (index % 3 == 1)
            {
                continue;
            }

            await gateway.PostAsync($"{path}/acceptance", new JsonObject { ["score"] = 86, ["ballots"] = 40, ["dissatisfied"] = 3, ["team"] = "县委组织部验收组（样例）", ["findings"] = "达到转化标准（样例）" }, cancellation);
            await gateway.PostAsync($"{path}/close", new JsonObject(), cancellation);
        }

        DemoRun.Say($"  rectification: {all:N0} cases, {cases.Count:N0} of them under way or closed");
    }

    private JsonObject Measure(string issue, string action, string priority, int days) =>
        new() { ["issue"] = issue + "（样例）", ["action"] = action + "（样例）", ["owner"] = "支部书记（样例）", ["deadline"] = Date(days), ["priority"] = priority };

    private async Task PairAsync(string rootId, CancellationToken cancellation)
    {
        const string Programmes = "/api/v1/pairing/programmes";
        var programme = await FindAsync(Programmes, item => (string?)item["name"] == ProgrammeName && (int?)item["year"] == Year, cancellation)
            ?? await TryAsync(() => gateway.PostAsync(Programmes, new JsonObject
            {
                ["name"] = ProgrammeName,
                ["year"] = Year,
                ["scopeOrganizationId"] = rootId,
                ["template"] = "bureausToVillages",
                ["capacityPerHelper"] = sample.Name == "city" ? 10 : 1,
            }, cancellation), cancellation);
        var path = $"{Programmes}/{Id(programme)}";
        if (programme["lastRun"] is null)
        {
            await NeedsAndHelpersAsync(path, cancellation);
            DemoRun.Say("Matching");
            await gateway.PostAsync($"{path}/proposals", null, cancellation);
        }

        await ConfirmAsync(path, cancellation);
    }

    private async Task NeedsAndHelpersAsync(string path, CancellationToken cancellation)
    {
        var helpers = sample.Organizations.Where(organization => organization.HelperClass is not null)
            .Select(organization => new JsonObject { ["organizationCode"] = organization.Code, ["helperClass"] = organization.HelperClass });
        await BatchesAsync($"{path}/helpers", helpers, cancellation);

        // The weak villages and communities need help, each with a problem of its own.
        var weak = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in gateway.ListAsync("/api/v1/assessment/rectifications", cancellation))
        {
            weak.Add((string)item["code"]!);
        }

        var needs = sample.Organizations.Where(organization => weak.Contains(organization.Code) && organization.DomainType is Domains.Village or Domains.Community)
            .Where(organization => weak.Contains(organization.Code))
            .Select((organization, index) => new JsonObject { ["organizationCode"] = organization.Code, ["needClass"] = NeedClasses[index % NeedClasses.Length] });
        await BatchesAsync($"{path}/needs", needs, cancellation);
    }

    private async Task BatchesAsync(string path, IEnumerable<JsonObject> items, CancellationToken cancellation)
    {
        foreach (var batch in items.Chunk(1_000))
        {
            await TryAsync(() => gateway.PostAsync(path, new JsonArray([.. batch.Select(item => item.DeepClone())]), cancellation), cancellation);
        }
    }

    private async Task ConfirmAsync(string path, CancellationToken cancellation)
    {
        var proposed = new List<string>();
        var all = 0;
        var begun = false;
        await foreach (var proposal in gateway.ListAsync($"{path}/proposals", cancellation))
        {
            all++;
            begun |= (string?)proposal["state"] is "confirmed" or "rejected";
            if ((string?)proposal["state"] == "proposed")
            {
                proposed.Add(Id(proposal));
            }
        }

        if (begun)
        {
            return;
        }

        // Two of three are confirmed, and every second pair has its first visit; one is rejected; the rest wait for somebody to decide.
        var (confirmed, visited) = (0, 0);
        for (var index = 0; index < Math.Min(proposed.Count, Confirmed); index++)
        {
            if (index % 3 == 2)
            {
                continue;
            }

            var proposal = await gateway.PostAsync($"/api/v1/pairing/proposals/{proposed[index]}/confirm", new JsonObject(), cancellation);
            if (confirmed++ % 2 == 0)
            {
                var pair = $"/api/v1/pairing/pairs/{(string?)proposal["pairId"]}";
                await gateway.PostAsync($"{pair}/visits", new JsonObject
                {
                    ["on"] = (string?)(await gateway.GetAsync(pair, cancellation))["startedOn"],
                    ["activities"] = new JsonArray("lecture", "law"),
                    ["summary"] = "送党课、送法律（样例）",
                    ["beneficiaries"] = 35,
                }, cancellation);
                visited++;
            }
        }

        if (proposed.Count > 2)
        {
            await gateway.PostAsync($"/api/v1/pairing/proposals/{proposed[2]}/reject", new JsonObject { ["reason"] = "该单位已有帮扶任务（样例）" }, cancellation);
        }

        DemoRun.Say($"  pairing: {all:N0} proposals, {confirmed:N0} confirmed, {visited:N0} visited");
    }

    private async Task<JsonNode?> FindAsync(string path, Func<JsonNode, bool> wanted, CancellationToken cancellation)
    {
        await foreach (var item in gateway.ListAsync(path, cancellation))
        {
            if (wanted(item))
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>What is imported reaches the other services a moment later; until then they know nothing of it and say so.</summary>
    private async Task<JsonNode> TryAsync(Func<Task<JsonNode>> call, CancellationToken cancellation)
    {
        var start = gateway.Clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (GatewayException refused) when (IsUnknown(refused) && gateway.Clock.GetElapsedTime(start) < Patience)
            {
                if (attempt == 3)
                {
                    DemoRun.Say($"  waiting until the organizations are known there: {refused.Message[..Math.Min(refused.Message.Length, 200)]}");
                }

                await Task.Delay(TimeSpan.FromSeconds(2), gateway.Clock, cancellation);
            }
        }
    }

    private static bool IsUnknown(GatewayException refused) => refused.Status == 404 || (refused.Status == 400 && refused.Message.Contains("organization", StringComparison.OrdinalIgnoreCase));
}
