using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using PartyCloud.Client.Signing;

namespace PartyCloud.Gateway.Tests;

/// <summary>Numbers and points are what the library makes of them, at the edges too, where carries run through.</summary>
public sealed class Sm2NumberTests
{
    private static readonly BigInteger P = CustomNamedCurves.GetByName("sm2p256v1").Curve.Field.Characteristic;
    private static readonly ECPoint G = CustomNamedCurves.GetByName("sm2p256v1").G;

    private readonly Random random = new(20261123);

    [Fact]
    public void Sums_differences_and_products_are_those_of_big_integers()
    {
        var numbers = Edges().Concat(Enumerable.Range(0, 30).Select(_ => Below(P))).ToList();
        foreach (var a in numbers)
        {
            foreach (var b in numbers)
            {
                Assert.Equal(Sm2Number.Of(a.Add(b).Mod(P)), Sm2Number.Of(a) + Sm2Number.Of(b));
                Assert.Equal(Sm2Number.Of(a.Subtract(b).Mod(P)), Sm2Number.Of(a) - Sm2Number.Of(b));
                Assert.Equal(Sm2Number.Of(a.Multiply(b).Mod(P)), Sm2Number.Of(a) * Sm2Number.Of(b));
            }
        }

        Assert.Equal(Sm2Number.One, Sm2Number.Of(BigInteger.One));
        Assert.NotEqual(Sm2Number.Of(BigInteger.One), Sm2Number.Of(BigInteger.Two));
    }

    [Fact]
    public void Points_add_up_where_they_differ_are_the_same_or_take_each_other_away()
    {
        var (one, other) = (G.Multiply(Below(P)).Normalize(), G.Multiply(Below(P)).Normalize());

        Same(one.Add(other), Sm2Point.Of(one).Add(Sm2Point.Of(other)));
        Same(one.Twice(), Sm2Point.Of(one).Add(Sm2Point.Of(one)));
        Same(one.Twice(), Sm2Point.Of(one).Twice());
        Same(one.Twice().Twice().Add(other), Sm2Point.Of(one).Twice().Twice().Add(Sm2Point.Of(other)));
        Same(one, default(Sm2Point).Add(Sm2Point.Of(one)));
        var nothing = Sm2Point.Of(one).Twice().Add(Sm2Point.Of(one.Twice().Negate().Normalize()));
        Assert.True(nothing.IsInfinity);
        Assert.True(nothing.Twice().IsInfinity);
        Assert.False(nothing.HasX(BigInteger.Zero));
        Same(other, nothing.Add(Sm2Point.Of(other)));
    }

    private static void Same(ECPoint expected, Sm2Point point)
    {
        var x = expected.Normalize().AffineXCoord.ToBigInteger();
        Assert.True(point.HasX(x));
        Assert.False(point.HasX(x.Xor(BigInteger.One)));
    }

    private static IEnumerable<BigInteger> Edges()
    {
        foreach (var bit in (int[])[0, 1, 32, 63, 64, 95, 96, 127, 128, 191, 192, 223, 224, 225, 255])
        {
            var power = BigInteger.One.ShiftLeft(bit);
            yield return power.Subtract(BigInteger.One);
            yield return power.Mod(P);
            yield return P.Subtract(power).Mod(P);
        }
    }

    private BigInteger Below(BigInteger end)
    {
        var bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(1, bytes).Mod(end);
    }
}
