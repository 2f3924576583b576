namespace PartyCloud.Demo.Generation;

/// <summary>
/// Identity numbers of nobody (GB 11643): the check digit is right, but the first two digits are 99, which is no province and no group of foreigners, so none of these has been
/// or can be issued. Beneath 99 the region and the sequence count the samples, four million of the city and one of the county, so
/// that both can stand in one system.
/// </summary>
internal static class SampleIdentity
{
    public const int MostOfCity = 4_000_000;
    public const int MostOfCounty = 1_000_000;

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public static void Write(Span<char> number, int index, DateOnly birth, bool male)
    {
        Digits(number[..6], 990_000 + index / 500);
        Digits(number[6..14], birth.Year * 10_000 + birth.Month * 100 + birth.Day);
        Digits(number[14..17], index % 500 * 2 + (male ? 1 : 0));
        number[17] = CheckDigit(number[..17]);
    }

    public static char CheckDigit(ReadOnlySpan<char> seventeen)
    {
        var sum = 0;
        for (var at = 0; at < 17; at++)
        {
            sum += (seventeen[at] - '0') * Weights[at];
        }

        return "10X98765432"[sum % 11];
    }

    private static void Digits(Span<char> to, int number)
    {
        for (var at = to.Length - 1; at >= 0; at--, number /= 10)
        {
            to[at] = (char)('0' + number % 10);
        }
    }
}
