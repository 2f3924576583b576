using System.Text.RegularExpressions;
using PartyCloud.Testing;

namespace PartyCloud.Architecture.Tests;

/// <summary>The console draws what the dashboards draw, so that an operator without Grafana misses none of it.</summary>
public sealed partial class ChartsTests
{
    // How well the parts are stands on the page's first tab, in words.
    private static readonly string[] Elsewhere = ["partycloud_health"];

    [Fact]
    public void Every_measure_of_our_own_that_a_dashboard_shows_is_drawn_by_the_console_too()
    {
        var charts = File.ReadAllText(Path.Combine(Repository.Folder(), "gateway", "Console", "src", "pages", "operations", "charts.ts"));
        var drawn = Drawn().Matches(charts).Select(match => match.Groups[1].Value.Replace('.', '_')).ToHashSet(StringComparer.Ordinal);

        var shown = Directory.GetFiles(Path.Combine(Repository.Folder(), "deploy", "observability", "dashboards"), "*.json")
            .SelectMany(file => Measure().Matches(File.ReadAllText(file)).Select(match => Suffix().Replace(match.Value, "")))
            .Except(Elsewhere).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(shown);
        Assert.Empty(shown.Except(drawn));
    }

    [GeneratedRegex("figure: '([^']+)'")]
    private static partial Regex Drawn();

    [GeneratedRegex("partycloud_[a-z_]+")]
    private static partial Regex Measure();

    [GeneratedRegex("(_seconds)?(_total)?$")]
    private static partial Regex Suffix();
}
