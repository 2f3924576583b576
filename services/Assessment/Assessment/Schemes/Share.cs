using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Schemes;

/// <summary>A share of a whole as a number, in integers: doubles give 8 for 7 % of 100 rounded up.</summary>
internal static class Share
{
    private const int Whole = 10_000;

    internal static int Of(int n, int basisPoints, RoundingRule rounding) => rounding switch
    {
        RoundingRule.Ceil => (int)((((long)n * basisPoints) + Whole - 1) / Whole),
        RoundingRule.Floor => (int)((long)n * basisPoints / Whole),
        _ => throw new ArgumentOutOfRangeException(nameof(rounding)),
    };
}
