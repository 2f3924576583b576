using PartyCloud.Testing;

namespace PartyCloud.Architecture.Tests;

/// <summary>The one rule of the format that neither the build nor <c>dotnet format whitespace</c> checks.</summary>
public sealed class UsingsTests
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules"];

    [Fact]
    public void Usings_stand_in_order_those_of_the_framework_first()
    {
        var files = Directory.EnumerateFiles(Repository.Folder(), "*.cs", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint })
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(Generated).Any())
            .ToList();
        Assert.True(files.Count > 500, $"Only {files.Count} files were found.");
        Assert.All(files, file => Assert.True(InOrder(Names(File.ReadLines(file))), file));
    }

    [Theory]
    [InlineData("using System.Text;\nusing Npgsql;\nusing PartyCloud.A;\nusing PartyCloud.A.B;\nusing static PartyCloud.A.C;", true)]
    [InlineData("using Npgsql;\nusing System.Text;", false)]
    [InlineData("using PartyCloud.B;\nusing PartyCloud.A;", false)]
    [InlineData("using PartyCloud.AB;\nusing PartyCloud.A.B;", false)]
    public void The_check_knows_what_order_is(string file, bool inOrder) => Assert.Equal(inOrder, InOrder(Names(file.Split('\n'))));

    // Aliases and static usings stand behind, in an order of their own.
    private static List<string> Names(IEnumerable<string> lines) =>
        [.. lines.TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal))
            .Select(line => line["using ".Length..^1])
            .Where(name => !name.Contains(' ', StringComparison.Ordinal))];

    private static bool InOrder(List<string> names) => names.SequenceEqual(names.OrderBy(name => !(name == "System" || name.StartsWith("System.", StringComparison.Ordinal))).ThenBy(name => name, BySegment));

    private static readonly Comparer<string> BySegment = Comparer<string>.Create((one, other) =>
    {
        var (left, right) = (one.Split('.'), other.Split('.'));
        var first = left.Zip(right).Select(pair => string.Compare(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase)).FirstOrDefault(order => order != 0);
        return first != 0 ? first : left.Length - right.Length;
    });
}
