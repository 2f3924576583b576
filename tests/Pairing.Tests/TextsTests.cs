using System.Reflection;
using System.Text.RegularExpressions;
using PartyCloud.Pairing.Matching;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Tests;

public sealed partial class TextsTests
{
    [Fact]
    public void Every_code_in_the_resources_has_its_text_in_both_languages()
    {
        var assembly = typeof(Matcher).Assembly;
        Texts.Use(assembly);
        var codes = new System.Resources.ResourceManager("PartyCloud.Pairing.Resources.Problems", assembly)
            .GetResourceSet(System.Globalization.CultureInfo.InvariantCulture, true, true)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key).ToList();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.True(Texts.Has(code, Texts.English), code));
    }

    [Fact]
    public void Every_code_that_the_service_can_answer_has_a_text()
    {
        var assembly = typeof(Matcher).Assembly;
        Texts.Use(assembly);
        var codes = Literals(assembly).Where(text => Code().IsMatch(text)).Distinct().ToList();

        Assert.Contains("helper.at-capacity", codes);
        Assert.All(codes, code => Assert.True(Texts.Has(code, Texts.Chinese), code));
    }

    /// <summary>The literals of the assembly, from the heap that its metadata keeps them in.</summary>
    private static List<string> Literals(Assembly assembly)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(assembly.Location));
        var reader = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
        var literals = new List<string>();
        for (var handle = System.Reflection.Metadata.Ecma335.MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = System.Reflection.Metadata.Ecma335.MetadataReaderExtensions.GetNextHandle(reader, handle))
        {
            literals.Add(reader.GetUserString(handle));
        }

        return literals;
    }

    [GeneratedRegex("^(programme|rule-set|organization|person|need|helper|proposal|pair|visit|field|unique)\\.[a-z_-]+$")]
    private static partial Regex Code();
}
