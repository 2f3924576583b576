using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace PartyCloud.Client.Signing;

/// <summary>
/// A point of which many multiples are wanted (Lim and Lee's comb): with the sums of its multiples by powers of 2³² at hand, and the same further along, k times the point takes
/// 8 doublings where the usual way takes 256, and two points share them. What it reckons with is public, so it need not hide how long it takes.
/// </summary>
internal sealed class FixedPoint
{
    private const int Rows = 8;
    private const int Blocks = 4;
    private const int Columns = 256 / Rows / Blocks;

    // Of each block, at n the sum of the point's multiples by 2^(32·row + 8·block), for each row that is a bit of n. At 0 there is nothing.
    private readonly Sm2Point[] sums = new Sm2Point[Blocks << Rows];

    public FixedPoint(ECPoint point)
    {
        var points = new ECPoint[sums.Length];
        for (var block = 0; block < Blocks; block++)
        {
            points[block << Rows] = point.Curve.Infinity;
        }

        for (var row = 0; row < Rows; row++)
        {
            for (var block = 0; block < Blocks; block++)
            {
                for (var n = block << Rows; n < (block << Rows) + (1 << row); n++)
                {
                    points[n + (1 << row)] = points[n].Add(point);
                }

                point = point.TimesPow2(Columns);
            }
        }

        point.Curve.NormalizeAll(points);
        for (var n = 0; n < points.Length; n++)
        {
            sums[n] = points[n].IsInfinity ? default : Sm2Point.Of(points[n]);
        }
    }

    /// <summary>k·one + m·other, for numbers below 2²⁵⁶.</summary>
    public static Sm2Point Sum(FixedPoint one, BigInteger k, FixedPoint other, BigInteger m)
    {
        var (kRows, mRows) = (RowsOf(k), RowsOf(m));
        var sum = default(Sm2Point);
        for (var column = Columns - 1; column >= 0; column--)
        {
            sum = sum.Twice();
            for (var block = 0; block < Blocks; block++)
            {
                sum = one.AddTo(sum, block, kRows, column);
                sum = other.AddTo(sum, block, mRows, column);
            }
        }

        return sum;
    }

    private Sm2Point AddTo(in Sm2Point sum, int block, uint[] rows, int column)
    {
        var digit = Digit(rows, (block * Columns) + column);
        return digit == 0 ? sum : sum.Add(sums[(block << Rows) + digit]);
    }

    private static uint[] RowsOf(BigInteger number)
    {
        var bytes = new byte[Rows * sizeof(uint)];
        var big = number.ToByteArrayUnsigned();
        big.CopyTo(bytes, bytes.Length - big.Length);
        var rows = new uint[Rows];
        for (var row = 0; row < Rows; row++)
        {
            rows[row] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((Rows - 1 - row) * sizeof(uint)));
        }

        return rows;
    }

    private static int Digit(uint[] rows, int column)
    {
        var digit = 0;
        for (var row = 0; row < Rows; row++)
        {
            digit |= (int)((rows[row] >> column) & 1) << row;
        }

        return digit;
    }
}
