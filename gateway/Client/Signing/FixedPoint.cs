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

    // Of each block, at n the sum of the point's multiples by 2^(32·row + 8·block), for each row that is a bit of n.
    private readonly ECPoint[] sums = new ECPoint[Blocks << Rows];

    public FixedPoint(ECPoint point)
    {
        for (var block = 0; block < Blocks; block++)
        {
            sums[block << Rows] = point.Curve.Infinity;
        }

        for (var row = 0; row < Rows; row++)
        {
            for (var block = 0; block < Blocks; block++)
            {
                for (var n = block << Rows; n < (block << Rows) + (1 << row); n++)
                {
                    sums[n + (1 << row)] = sums[n].Add(point);
                }

                point = point.TimesPow2(Columns);
            }
        }

        point.Curve.NormalizeAll(sums);
    }

    /// <summary>k·one + m·other, for numbers below 2²⁵⁶.</summary>
    public static ECPoint Sum(FixedPoint one, BigInteger k, FixedPoint other, BigInteger m)
    {
        var (kRows, mRows) = (RowsOf(k), RowsOf(m));
        var sum = one.sums[0];
        for (var column = Columns - 1; column >= 0; column--)
        {
            sum = sum.Twice();
            for (var block = 0; block < Blocks; block++)
            {
                sum = sum.Add(one.sums[(block << Rows) + Digit(kRows, (block * Columns) + column)]).Add(other.sums[(block << Rows) + Digit(mRows, (block * Columns) + column)]);
            }
        }

        return sum;
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
