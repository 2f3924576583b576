using System.Text.RegularExpressions;
using PartyCloud.Assessment.Schemes;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Tests;

public sealed partial class TextsTests
{
    /// <summary>Every refusal that the rules know has its text in both languages.</summary>
    [Fact]
    public void Every_code_of_the_rules_has_a_text_in_both_languages()
    {
        Texts.Use(typeof(SchemeTemplates).Assembly);
        var codes = LiteralsOf(typeof(SchemeTemplates).Assembly.Location).Distinct().Order().ToList();

        Assert.True(codes.Count > 60, $"only {codes.Count} codes found");
        Assert.DoesNotContain(codes, code => !Texts.Has(code, Texts.Chinese) || !Texts.Has(code, Texts.English));
    }

    // The literals of an assembly stand in its metadata as UTF-16.
    private static IEnumerable<string> LiteralsOf(string path)
    {
        var text = System.Text.Encoding.Unicode.GetString(File.ReadAllBytes(path));
        var shifted = System.Text.Encoding.Unicode.GetString(File.ReadAllBytes(path).AsSpan(1));
        return from source in new[] { text, shifted }
               from Match match in Code().Matches(source)
               where match.Value != "selection.made"
               select match.Value;
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9./-])(scheme|cycle|score|selection|rectification|restriction|talk|finding|removal|campaign)\.[a-z]+(-[a-z]+)*(?![A-Za-z0-9./-])")]
    private static partial Regex Code();
}
