using System.Text.RegularExpressions;
using System.Xml.Linq;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Problems;

/// <summary>Reads the sources and the resources of all services, so that no code can go out without its words.</summary>
public sealed partial class TextsTests
{
    private static readonly string Root = Repository.Folder();
    private static readonly string[] Languages = ["Problems.resx", "Problems.en.resx"];

    public static TheoryData<string> Parts => [.. Directory.GetFiles(Root, "Problems.resx", SearchOption.AllDirectories)
        .Where(IsSource).Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(Path.GetDirectoryName(file))!)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_foundation_the_gateway_and_every_service_have_texts() => Assert.Equal(
        ["ServiceDefaults", "gateway/Gateway", "services/Assessment/Assessment", "services/Members/Members", "services/Organizations/Organizations", "services/Pairing/Pairing"],
        ((IEnumerable<object[]>)Parts).Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_code_that_a_part_refuses_with_has_a_text_in_both_languages(string part)
    {
        var texts = Languages.ToDictionary(
            name => name, name => TextsOf("ServiceDefaults", name).Keys.Concat(TextsOf(part, name).Keys).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var codes = CodesOf(part).ToList();

        Assert.NotEmpty(codes);
        Assert.Empty(from code in codes
                     from language in texts
                     where !language.Value.Contains(code.Code)
                     select $"{code.Code} ({code.File}) is not in {language.Key}");
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Both_languages_have_the_same_codes_with_the_same_placeholders(string part)
    {
        var (chinese, english) = (TextsOf(part, "Problems.resx"), TextsOf(part, "Problems.en.resx"));

        Assert.Equal(chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(chinese.Keys, code => Assert.Equal(Placeholders(chinese[code]), Placeholders(english[code])));
        Assert.DoesNotContain(chinese.Concat(english), text => string.IsNullOrWhiteSpace(text.Value));

        static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> TextsOf(string part, string file) => XDocument.Load(Path.Combine(Root, part, "Resources", file)).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    // Every literal in the shape of a code that stands in the statement of a refusal.
    private static IEnumerable<(string Code, string File)> CodesOf(string part) =>
        (from file in Directory.GetFiles(Path.Combine(Root, part), "*.cs", SearchOption.AllDirectories).Where(IsSource)
         from Match refusal in Refusal().Matches(Comment().Replace(File.ReadAllText(file), ""))
         from Match code in Code().Matches(refusal.Value)
         select (code.Groups[1].Value, Path.GetRelativePath(Root, file))).DistinctBy(code => code.Item1);

    private static bool IsSource(string file) =>
        !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin" or "artifacts" or "tests");

    [GeneratedRegex("""(?:\b(?:Rule|Field)\.Require\(|\bnew (?:RuleViolation|JobFailed|Sheet|Field)Exception\(|\bnew (?:FieldError|RowError|SheetProblem)\(|\bProblem\.WriteAsync\(|\bconst string [^=;]+= "sheet\.)[^;]*;""")]
    private static partial Regex Refusal();

    [GeneratedRegex("\"([a-z][a-z-]*\\.[a-z][a-z-]*)\"")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
