using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartyCloud.Testing;

namespace PartyCloud.Architecture.Tests;

/// <summary>The console draws what the dashboards draw, panel by panel, so that an operator without Grafana misses none of it.</summary>
public sealed partial class ChartsTests
{
    // The page's first tab says in words whether a part and what it needs are there.
    private const string Status = "status";

    /// <summary>By the dashboard and the panel's Chinese title: the console's chart, as its group and name in charts.ts.</summary>
    private static readonly Dictionary<string, string> Charts = new(StringComparer.Ordinal)
    {
        ["city 党组织"] = "city.organizations",
        ["city 党员"] = "city.members",
        ["city 进行中的考评"] = "city.cycles",
        ["city 整顿中"] = "city.cases",
        ["city 逾期事项"] = "city.overdue",
        ["city 结对覆盖"] = "city.needs",
        ["city 党组织类别"] = "city.organizations",
        ["city 党员状态"] = "city.members",
        ["city 整顿个案"] = "city.cases",
        ["city 已记分的组织(进行中的考评)"] = "city.scored",
        ["city 考评周期"] = "city.cycles",
        ["services 请求速率"] = "services.requests",
        ["services 出错的请求"] = "services.errors",
        ["services 耗时(中位数、第 95 百分位)"] = "services.duration",
        ["services 最慢的接口(第 95 百分位)"] = "services.slowest",
        ["services 各部分"] = Status,
        ["services 依赖"] = Status,
        ["services 处理器"] = "services.processor",
        ["services 内存"] = "services.memory",
        ["services 垃圾回收的停顿"] = "services.pauses",
        ["services 正在处理的请求"] = "services.active",
        ["messaging 待发事实"] = "messaging.outbox",
        ["messaging 最久已等"] = "messaging.lag",
        ["messaging 发出的事实"] = "messaging.relayed",
        ["messaging 接收的消息"] = "messaging.consumed",
        ["messaging 接收耗时(第 95 百分位)"] = "messaging.consuming",
        ["messaging 队列积压"] = "messaging.queues",
        ["messaging 错误队列"] = "messaging.failed",
        ["messaging 推送"] = "messaging.webhooks messaging.breakers",
        ["messaging 推送最久已等"] = "messaging.webhookLag",
        ["jobs 排队与在办"] = "jobs.jobs",
        ["jobs 处理的行"] = "jobs.rows",
        ["jobs 错误行"] = "jobs.rowErrors",
        ["jobs 完成的作业"] = "jobs.ended",
        ["jobs 累计处理的行"] = "jobs.rowsInAll",
        ["jobs 累计错误行"] = "jobs.rowErrorsInAll",
        ["security 登录"] = "security.signIns",
        ["security 被拒绝的请求"] = "security.refusals",
        ["security 累计登录结果"] = "security.signInsInAll",
        ["security 累计拒绝原因"] = "security.refusalsInAll",
        ["security 应答状态"] = "security.answers",
        ["security 审计库的写入"] = "database.inserted",
        ["postgres 运行"] = Status,
        ["postgres 连接"] = "database.most",
        ["postgres 连接上限"] = "database.most",
        ["postgres 缓存命中"] = "database.hits",
        ["postgres 死锁(一小时)"] = "database.deadlocks",
        ["postgres 事务"] = "database.transactions",
        ["postgres 回滚"] = "database.rollbacks",
        ["postgres 连接状态"] = "database.states",
        ["postgres 最长的事务"] = "database.longest",
        ["postgres 写入的行"] = "database.inserted database.updated",
        ["postgres 库的大小"] = "database.size",
        ["postgres 锁"] = "database.locks",
        ["postgres 检查点"] = "database.checkpoints",
        ["rabbitmq 运行"] = Status,
        ["rabbitmq 连接"] = "broker.connections",
        ["rabbitmq 接收者"] = "broker.consumers",
        ["rabbitmq 内存告警"] = "broker.alarms",
        ["rabbitmq 磁盘告警"] = "broker.alarms",
        ["rabbitmq 收到的消息"] = "broker.messages",
        ["rabbitmq 确认的消息"] = "broker.messages",
        ["rabbitmq 各队列的消息"] = "broker.queueMessages",
        ["rabbitmq 各队列的接收者"] = "broker.queueConsumers",
        ["rabbitmq 内存"] = "broker.memory",
        ["rabbitmq 剩余磁盘"] = "broker.disk",
    };

    [Fact]
    public void Every_panel_of_every_dashboard_has_its_chart()
    {
        var panels = Panels();
        var drawn = Drawn();

        Assert.Equal([], panels.Keys.Except(Charts.Keys));
        Assert.Equal([], Charts.Keys.Except(panels.Keys));
        Assert.Equal([], Charts.Values.SelectMany(charts => charts.Split(' ')).Except(drawn.Keys.Append(Status)));
    }

    [Fact]
    public void A_measure_of_our_own_or_of_the_platform_is_drawn_under_its_own_name_where_its_panel_is()
    {
        var drawn = Drawn();
        var compared = 0;
        foreach (var (panel, queries) in Panels().Where(panel => Charts[panel.Key] != Status))
        {
            var figures = Charts[panel].Split(' ').Select(chart => drawn[chart].Replace('.', '_')).ToList();
            // What an exporter measures has a name of ours in the console.
            foreach (var measure in Measure().Matches(Labels().Replace(queries, "")).Select(match => Suffix().Replace(match.Value, "")))
            {
                compared++;
                Assert.True(figures.Contains(Ours.GetValueOrDefault((panel, measure), measure)), $"{panel}: {measure}");
            }
        }

        Assert.True(compared > 40, $"{compared}");
    }

    [Fact]
    public void Every_figure_that_is_drawn_is_taken_down_by_its_name()
    {
        var code = string.Concat(((string[])["ServiceDefaults", "services", "gateway/Gateway"])
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Folder(), folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));

        Assert.Equal([], Drawn().Values.Distinct().Where(figure => !code.Contains($"\"{figure}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_chart_has_a_title_in_both_languages()
    {
        foreach (var language in (string[])["zh", "en"])
        {
            var texts = File.ReadAllText(Path.Combine(Repository.Folder(), "gateway", "Console", "src", "texts", $"{language}.ts"));
            var figures = texts[texts.IndexOf("\n  figures: {", StringComparison.Ordinal)..];
            foreach (var charts in Drawn().Keys.Select(chart => chart.Split('.')).GroupBy(chart => chart[0], chart => chart[1]))
            {
                var titles = Regex.Match(figures, $@"\n    {charts.Key}: \{{(.*) \}},").Groups[1].Value;
                Assert.All(charts, chart => Assert.Contains($" {chart}: '", titles, StringComparison.Ordinal));
            }
        }
    }

    // The measure of the web server's requests is drawn as several figures.
    private static readonly Dictionary<(string Panel, string Measure), string> Ours = new()
    {
        [("services 请求速率", "http_server_request_duration")] = "http_server_requests",
        [("services 出错的请求", "http_server_request_duration")] = "http_server_errors",
        [("services 耗时(中位数、第 95 百分位)", "http_server_request_duration")] = "http_server_duration",
        [("services 最慢的接口(第 95 百分位)", "http_server_request_duration")] = "http_server_route_duration",
        [("security 应答状态", "http_server_request_duration")] = "http_server_answers",
        [("messaging 接收的消息", "messaging_masstransit_consume_ea")] = "messaging_masstransit_consume",
    };

    /// <summary>The queries of each panel. A title is the same in both languages' halves: 中文 · English.</summary>
    private static Dictionary<string, string> Panels() =>
        Directory.GetFiles(Path.Combine(Repository.Folder(), "deploy", "observability", "dashboards"), "*.json").SelectMany(file =>
            JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray().Select(panel => (
                Name: $"{Path.GetFileNameWithoutExtension(file)} {((string)panel!["title"]!).Split(" · ")[0]}",
                Queries: string.Join('\n', panel["targets"]!.AsArray().Select(target => (string)target!["expr"]!)))))
            .GroupBy(panel => panel.Name, panel => panel.Queries).ToDictionary(panel => panel.Key, panel => string.Join('\n', panel), StringComparer.Ordinal);

    /// <summary>The figure of each chart of the console.</summary>
    private static Dictionary<string, string> Drawn()
    {
        var charts = File.ReadAllText(Path.Combine(Repository.Folder(), "gateway", "Console", "src", "pages", "operations", "charts.ts"));
        var found = Group().Matches(charts).SelectMany(group => Chart().Matches(group.Groups[2].Value)
            .Select(chart => ($"{group.Groups[1].Value}.{chart.Groups[1].Value}", chart.Groups[2].Value))).ToDictionary(StringComparer.Ordinal);
        Assert.Equal(Regex.Count(charts, "figure: '"), found.Count);
        return found;
    }

    [GeneratedRegex(@"^  (\w+): \{\n((?:    .*\n)+)  \},", RegexOptions.Multiline)]
    private static partial Regex Group();

    [GeneratedRegex(@"^    (\w+): \{ figure: '([^']+)'", RegexOptions.Multiline)]
    private static partial Regex Chart();

    [GeneratedRegex("(partycloud|http_server|dotnet|messaging_masstransit)_[a-z_]+")]
    private static partial Regex Measure();

    [GeneratedRegex(@"\{[^}]*\}|\bby \([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex("(_seconds|_milliseconds|_bytes)?(_total|_count|_bucket)?$")]
    private static partial Regex Suffix();
}
