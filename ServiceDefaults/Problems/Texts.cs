using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Resources;
using Microsoft.AspNetCore.Http;

namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>
/// The texts that people read, by code: Chinese, and English for who asks for it. Each assembly keeps its own in
/// <c>Resources/Problems.resx</c> and <c>Problems.en.resx</c>.
/// </summary>
public static class Texts
{
    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    private static readonly ConcurrentDictionary<Assembly, ResourceManager?> Sources = new();

    static Texts() => Use(typeof(Texts).Assembly);

    /// <summary>Adds an assembly's texts.</summary>
    public static void Use(Assembly assembly) => Sources.GetOrAdd(assembly, static a =>
        a.GetManifestResourceNames().FirstOrDefault(name => name.EndsWith(".Resources.Problems.resources", StringComparison.Ordinal)) is { } name
            ? new ResourceManager(name[..^".resources".Length], a)
            : null);

    public static string Of(string code, CultureInfo culture, params IReadOnlyList<object> arguments)
    {
        foreach (var source in Sources.Values)
        {
            if (source?.GetString(code, culture) is { } text)
            {
                return arguments.Count == 0 ? text : string.Format(culture, text, [.. arguments]);
            }
        }

        return code;
    }

    /// <summary>The codes that an assembly has texts for, in ordinal order.</summary>
    public static IReadOnlyList<string> Keys(Assembly assembly)
    {
        Use(assembly);
        var set = Sources[assembly]?.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true);
        return [.. (set?.Cast<System.Collections.DictionaryEntry>() ?? []).Select(entry => (string)entry.Key).Order(StringComparer.Ordinal)];
    }

    public static bool Has(string code, CultureInfo culture) =>
        Sources.Values.Any(source => source?.GetResourceSet(culture, true, tryParents: culture.Name != "en")?.GetString(code) is not null);

    /// <summary>English when the caller prefers it to Chinese, Chinese in every other case.</summary>
    public static CultureInfo CultureOf(HttpContext context)
    {
        foreach (var language in context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1))
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
            {
                return Chinese;
            }

            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return English;
            }
        }

        return Chinese;
    }
}
