using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace PartyCloud.Client.Signing;

/// <summary>A sum of points of sm2p256v1, at x/z² and y/z³; where z is zero, the point at infinity.</summary>
internal readonly struct Sm2Point(Sm2Number x, Sm2Number y, Sm2Number z)
{
    private readonly Sm2Number x = x;
    private readonly Sm2Number y = y;
    private readonly Sm2Number z = z;

    public bool IsInfinity => z.IsZero;

    /// <summary>A point as it stands on the curve; none at infinity.</summary>
    public static Sm2Point Of(ECPoint point) => new(Sm2Number.Of(point.AffineXCoord.ToBigInteger()), Sm2Number.Of(point.AffineYCoord.ToBigInteger()), Sm2Number.One);

    /// <param name="number">Not negative and below the prime.</param>
    public bool HasX(BigInteger number) => !IsInfinity && (Sm2Number.Of(number) * z.Squared()).Equals(x);

    public Sm2Point Twice()
    {
        var (delta, gamma) = (z.Squared(), y.Squared());
        var beta = x * gamma;
        var third = (x - delta) * (x + delta);
        var alpha = third.Twice() + third;
        var four = beta.Twice().Twice();
        var over = alpha.Squared() - four.Twice();
        return new(over, (alpha * (four - over)) - gamma.Squared().Twice().Twice().Twice(), (y + z).Squared() - gamma - delta);
    }

    /// <param name="other">As it stands on the curve, its z is one.</param>
    public Sm2Point Add(in Sm2Point other)
    {
        if (IsInfinity)
        {
            return other;
        }

        var zz = z.Squared();
        var (h, r) = ((other.x * zz) - x, (other.y * (z * zz)) - y);
        if (h.IsZero)
        {
            return r.IsZero ? Twice() : default;
        }

        var hh = h.Squared();
        var (hhh, v) = (h * hh, x * hh);
        var over = r.Squared() - hhh - v.Twice();
        return new(over, (r * (v - over)) - (y * hhh), z * h);
    }
}
