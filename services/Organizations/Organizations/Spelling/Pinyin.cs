using System.Collections.Frozen;
using System.Text;

namespace PartyCloud.Organizations.Spelling;

/// <summary>
/// How a name is typed by who does not write it out: its pinyin (拼音) without tones, and its initials. 县委 is found by <c>xianwei</c>,
/// by <c>xw</c>, and by a part of either.
/// </summary>
internal static class Pinyin
{
    private const int LongestWord = 3;

    private static readonly (FrozenDictionary<char, string> Characters, FrozenDictionary<string, string[]> Words) Readings = Read();

    /// <summary>The pinyin, a space, the initials; what is no Chinese stays, if it is a letter or a digit.</summary>
    public static string Spell(string name)
    {
        var (spelled, initials) = (new StringBuilder(name.Length * 4), new StringBuilder(name.Length));
        var words = Readings.Words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at < name.Length;)
        {
            var word = Math.Min(LongestWord, name.Length - at);
            string[]? readings = null;
            while (word > 1 && !words.TryGetValue(name.AsSpan(at, word), out readings))
            {
                word--;
            }

            if (readings is null)
            {
                Add(Readings.Characters.GetValueOrDefault(name[at]) ?? Typed(name[at]));
                at++;
                continue;
            }

            foreach (var reading in readings)
            {
                Add(reading);
            }

            at += word;
        }

        return spelled.Append(' ').Append(initials).ToString();

        void Add(string reading)
        {
            if (reading.Length > 0)
            {
                spelled.Append(reading);
                initials.Append(reading[0]);
            }
        }
    }

    /// <summary>What to look for in a spelling; null when the text is none that could be pinyin.</summary>
    public static string? Asked(string text)
    {
        var asked = new StringBuilder(text.Length);
        var letters = false;
        foreach (var character in text)
        {
            if (character is ' ' or '\'')
            {
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(character))
            {
                return null;
            }

            letters |= char.IsAsciiLetter(character);
            asked.Append(char.ToLowerInvariant(character));
        }

        return letters ? asked.ToString() : null;
    }

    private static string Typed(char character) => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character).ToString() : "";

    // A line is a reading and its characters, or a word and the readings of its characters.
    private static (FrozenDictionary<char, string>, FrozenDictionary<string, string[]>) Read()
    {
        Dictionary<char, string> characters = [];
        Dictionary<string, string[]> words = [];
        using var reader = new StreamReader(typeof(Pinyin).Assembly.GetManifestResourceStream("pinyin.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var parts = line.Split(' ');
            if (char.IsAsciiLetter(line[0]))
            {
                foreach (var character in parts[1])
                {
                    characters[character] = parts[0];
                }
            }
            else
            {
                words[parts[0]] = parts[1..];
            }
        }

        return (characters.ToFrozenDictionary(), words.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
