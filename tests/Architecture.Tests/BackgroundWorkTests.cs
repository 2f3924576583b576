using PartyCloud.Testing;

namespace PartyCloud.Architecture.Tests;

/// <summary>An exception that leaves a background service ends the whole process, so nobody writes such a loop anew.</summary>
public sealed class BackgroundWorkTests
{
    // The one that all others are made from, and one that runs several loops side by side.
    private static readonly string[] ByThemselves = ["FigureReader", "RepeatedWork"];

    private static readonly string[] WhatRuns = ["services", "gateway", "ServiceDefaults"];

    [Fact]
    public void Work_beside_the_requests_is_repeated_work()
    {
        var files = WhatRuns.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Folder(), folder), "*.cs", SearchOption.AllDirectories)).ToList();
        Assert.Equal(ByThemselves, files.SelectMany(DerivedFrom(": BackgroundService")).Order());
        Assert.True(files.SelectMany(DerivedFrom(": RepeatedWork(")).Count() >= 10);
    }

    private static Func<string, IEnumerable<string>> DerivedFrom(string parent) => file =>
    {
        var text = File.ReadAllText(file);
        return text.Split(parent)[..^1].Select(before => before[(before.LastIndexOf("class ", StringComparison.Ordinal) + "class ".Length)..].Split('(')[0]);
    };
}
