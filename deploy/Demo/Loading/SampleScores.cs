using System.Text.Json.Nodes;
using PartyCloud.Demo.Generation;

namespace PartyCloud.Demo.Loading;

/// <summary>The sample's scheme and what its organizations score under it: made from the rules of 三进一 and of the weak and lax, with a quality of its own for each organization.</summary>
internal static class SampleScores
{
    /// <summary>The bodies that are assessed; committees answer for them and are not ranked among them.</summary>
    public static readonly string[] Kinds = ["branch", "generalBranch", "jointBranch"];

    private static readonly (string Dimension, (string Code, string Name, decimal Points)[] Indicators)[] Dimensions =
    [
        ("班子进一类班子", [("team", "领导班子配备与履职", 25), ("venue", "活动场所与制度执行", 15)]),
        ("党员进一流党员", [("members", "党员教育管理与作用发挥", 25)]),
        ("干部进一流干部", [("cadres", "书记与干部抓党建实绩", 25)]),
    ];

    public static IReadOnlyList<SampleOrganization> Assessed(Sample sample) => [.. sample.Organizations.Where(organization => organization.ParentCode is not null && Kinds.Contains(organization.Kind))];

    public static (string Stage, decimal Weight)[] Stages(Sample sample) =>
        sample.Name == "county" ? [("selfCheck", 0.2m), ("spotCheck", 0.3m), ("yearEnd", 0.5m)] : [("yearEnd", 1m)];

    public static JsonObject Scheme(Sample sample, string name, int year, string rootId)
    {
        var dimensions = new JsonArray();
        foreach (var (dimension, indicators) in Dimensions)
        {
            dimensions.Add(new JsonObject
            {
                ["name"] = dimension,
                ["indicators"] = new JsonArray([.. indicators.Select(indicator => new JsonObject { ["code"] = indicator.Code, ["name"] = indicator.Name, ["points"] = indicator.Points, ["method"] = "manual" })]),
            });
        }

        dimensions.Add(Dimension("群众满意", new JsonObject { ["code"] = "satisfaction", ["name"] = "群众综合满意率", ["points"] = 10, ["method"] = "fact", ["factor"] = 0.1m }));
        dimensions.Add(Dimension("加分", new JsonObject { ["code"] = "honour", ["name"] = "县级以上先进", ["points"] = 5, ["method"] = "bonus", ["cap"] = 5 }));
        dimensions.Add(Dimension("扣分", new JsonObject { ["code"] = "criticism", ["name"] = "通报批评", ["points"] = 10, ["method"] = "deduction", ["cap"] = 10 }));
        dimensions.Add(Dimension("一票否决", new JsonObject { ["code"] = "falsification", ["name"] = "弄虚作假", ["points"] = 0, ["method"] = "veto" }));
        return new JsonObject
        {
            ["name"] = name,
            ["year"] = year,
            ["maxScore"] = 100,
            ["dimensions"] = dimensions,
            ["stages"] = new JsonArray([.. Stages(sample).Select(stage => new JsonObject { ["stage"] = stage.Stage, ["weight"] = stage.Weight })]),
            ["grades"] = new JsonArray([.. new[] { ("A", 90), ("B", 80), ("C", 60), ("D", 0) }.Select(grade => new JsonObject { ["grade"] = grade.Item1, ["min"] = grade.Item2 })]),
            ["satisfactionIndicator"] = "satisfaction",
            ["documents"] = new JsonArray(
                new JsonObject { ["title"] = "“三进一”工程考评办法（样例）" },
                new JsonObject { ["title"] = "软弱涣散基层党组织整顿办法（样例）" }),
            ["organizationId"] = rootId,
        };
    }

    /// <summary>Every value of one organization: the same seed and code always give the same.</summary>
    public static IEnumerable<JsonObject> Of(Sample sample, SampleOrganization organization, int index)
    {
        var random = new Random(unchecked(index * 7_919 + 17));

        // Most are good, some middling, about one in thirty weak.
        var quality = random.Next(100) switch { < 3 => 0.42 + random.NextDouble() * 0.15, < 20 => 0.62 + random.NextDouble() * 0.15, _ => 0.78 + random.NextDouble() * 0.2 };
        var satisfaction = Math.Round((decimal)Math.Min(0.999, quality + random.NextDouble() * 0.1) * 100, 1);
        var (honour, criticism, vetoed) = (random.Next(12) == 0 ? 2 : 0, random.Next(15) == 0 ? 3 : 0, random.Next(400) == 0);
        foreach (var (stage, _) in Stages(sample))
        {
            foreach (var (code, _, points) in Dimensions.SelectMany(dimension => dimension.Indicators))
            {
                var share = Math.Clamp(quality + (random.NextDouble() - 0.5) * 0.08, 0, 1);
                yield return Value(organization, stage, code, Math.Round(points * (decimal)share * 2, MidpointRounding.AwayFromZero) / 2);
            }

            yield return Value(organization, stage, "satisfaction", satisfaction);
        }

        var last = Stages(sample)[^1].Stage;
        if (honour > 0)
        {
            yield return Value(organization, last, "honour", honour, "县级先进基层党组织（样例）");
        }

        if (criticism > 0)
        {
            yield return Value(organization, last, "criticism", criticism, "组织生活不经常（样例）");
        }

        if (vetoed)
        {
            yield return Value(organization, last, "falsification", 1, "台账造假（样例）");
        }
    }

    private static JsonObject Dimension(string name, JsonObject indicator) => new() { ["name"] = name, ["indicators"] = new JsonArray(indicator) };

    private static JsonObject Value(SampleOrganization organization, string stage, string indicator, decimal value, string? reason = null)
    {
        var score = new JsonObject { ["organizationCode"] = organization.Code, ["stage"] = stage, ["indicator"] = indicator, ["value"] = value };
        if (reason is not null)
        {
            score["reason"] = reason;
        }

        return score;
    }
}
