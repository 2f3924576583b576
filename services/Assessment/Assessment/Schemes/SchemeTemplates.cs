using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Schemes;

/// <summary>Schemes to start from. They are examples of published rules, to be copied and changed, never constants of the product.</summary>
internal static class SchemeTemplates
{
    /// <summary>Self-check 20 %, spot check 30 %, year-end review 50 %, grades A to D (单位自查、平时抽查、年终考评).</summary>
    internal static SchemeContent ThreeStages { get; } = new(
        100,
        [
            new("班子建设", [new("team", "领导班子配备与履职", IndicatorMethod.Manual, 20), new("secretary", "书记抓党建", IndicatorMethod.Manual, 20)]),
            new("党员队伍", [new("members", "党员教育管理", IndicatorMethod.Manual, 20)]),
            new("组织生活", [new("life", "三会一课与主题党日", IndicatorMethod.Manual, 20)]),
            new("服务群众", [new("service", "服务群众实效", IndicatorMethod.Manual, 10), new("satisfaction", "群众满意率", IndicatorMethod.Fact, 10, Factor: 0.1m)]),
            new("创新加分", [new("innovation", "创新工作", IndicatorMethod.Bonus, Cap: 5)]),
            new("扣分与否决", [new("criticism", "通报批评", IndicatorMethod.Deduction, 10), new("falsification", "弄虚作假", IndicatorMethod.Veto)]),
        ],
        [new("selfCheck", 0.2m), new("spotCheck", 0.3m), new("yearEnd", 0.5m)],
        [new("A", 90), new("B", 80), new("C", 60), new("D", 0)],
        "satisfaction");

    /// <summary>先锋指数: basic 60, bonuses up to 20, and a reverse block of 20 that starts full; a zeroing item takes all.</summary>
    internal static SchemeContent VanguardIndex { get; } = new(
        100,
        [
            new("基础分", [new("basic", "基础项", IndicatorMethod.Manual, 60)]),
            new("正向加分", [new("positive", "加分项", IndicatorMethod.Bonus, Cap: 20)], Cap: 20),
            new("反向扣分", [new("reverse", "扣分项", IndicatorMethod.Deduction)], StartsWith: 20),
            new("一票否决", [new("zeroing", "归零项", IndicatorMethod.Veto, Veto: VetoEffect.Zero)]),
        ],
        [new("yearEnd", 1)],
        [new("A", 90), new("B", 80), new("C", 60), new("D", 0)]);

    /// <summary>星级评定: (base − deductions) × 70 % + appraisal × 30 %, five stars for at most 30 % of the branches.</summary>
    internal static SchemeContent StarRating { get; } = new(
        100,
        [
            new("基础分", [new("base", "基础分", IndicatorMethod.Manual, 100), new("deductions", "扣分", IndicatorMethod.Deduction)], Weight: 0.7m),
            new("评议分", [new("appraisal", "评议分", IndicatorMethod.Manual, 100)], Weight: 0.3m),
        ],
        [new("yearEnd", 1)],
        [new("fiveStars", 90, MaxShareBasisPoints: 3000), new("fourStars", 80), new("threeStars", 70), new("twoStars", 60), new("oneStar", 0)]);
}
