using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Org.BouncyCastle.Math;

namespace PartyCloud.Client.Signing;

/// <summary>
/// A number modulo the prime of sm2p256v1 (GB/T 32918.5), 2²⁵⁶ − 2²²⁴ − 2⁹⁶ + 2⁶⁴ − 1, four words from the lowest, times 2²⁵⁶ as Montgomery has it: the prime is −1 modulo 2⁶⁴, so a word
/// is reduced by shifts alone. The package's own numbers are arrays on the heap and take four times as long. What it reckons with is public, so it need not hide how long it takes.
/// </summary>
internal readonly struct Sm2Number : IEquatable<Sm2Number>
{
    public static readonly Sm2Number One = new(1, 0x00000000FFFFFFFF, 0, 0x100000000);

    private const ulong P0 = 0xFFFFFFFFFFFFFFFF;
    private const ulong P1 = 0xFFFFFFFF00000000;
    private const ulong P2 = 0xFFFFFFFFFFFFFFFF;
    private const ulong P3 = 0xFFFFFFFEFFFFFFFF;

    // 2⁵¹² modulo the prime: what is multiplied by it stands as Montgomery has it.
    private static readonly Sm2Number Square = new(0x0000000200000003, 0x00000002FFFFFFFF, 0x0000000100000001, 0x0000000400000002);

    private readonly ulong w0;
    private readonly ulong w1;
    private readonly ulong w2;
    private readonly ulong w3;

    private Sm2Number(ulong w0, ulong w1, ulong w2, ulong w3) => (this.w0, this.w1, this.w2, this.w3) = (w0, w1, w2, w3);

    public bool IsZero => (w0 | w1 | w2 | w3) == 0;

    /// <param name="number">Not negative and below the prime.</param>
    public static Sm2Number Of(BigInteger number)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes.Clear();
        var big = number.ToByteArrayUnsigned();
        big.CopyTo(bytes[(bytes.Length - big.Length)..]);
        return new Sm2Number(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes)) * Square;
    }

    public static Sm2Number operator +(in Sm2Number a, in Sm2Number b)
    {
        ulong carry = 0;
        var (s0, s1, s2, s3) = (Add(a.w0, b.w0, ref carry), Add(a.w1, b.w1, ref carry), Add(a.w2, b.w2, ref carry), Add(a.w3, b.w3, ref carry));
        return Below(s0, s1, s2, s3, carry);
    }

    public static Sm2Number operator -(in Sm2Number a, in Sm2Number b)
    {
        ulong borrow = 0;
        var (d0, d1, d2, d3) = (Subtract(a.w0, b.w0, ref borrow), Subtract(a.w1, b.w1, ref borrow), Subtract(a.w2, b.w2, ref borrow), Subtract(a.w3, b.w3, ref borrow));
        if (borrow == 0)
        {
            return new(d0, d1, d2, d3);
        }

        ulong carry = 0;
        return new(Add(d0, P0, ref carry), Add(d1, P1, ref carry), Add(d2, P2, ref carry), Add(d3, P3, ref carry));
    }

    public static Sm2Number operator *(in Sm2Number a, in Sm2Number b)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0;
        Step(a.w0, b, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(a.w1, b, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(a.w2, b, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(a.w3, b, ref t0, ref t1, ref t2, ref t3, ref t4);
        return Below(t0, t1, t2, t3, t4);
    }

    public Sm2Number Twice() => this + this;

    public Sm2Number Squared() => this * this;

    public bool Equals(Sm2Number other) => w0 == other.w0 && w1 == other.w1 && w2 == other.w2 && w3 == other.w3;

    public override bool Equals(object? obj) => obj is Sm2Number other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(w0, w1, w2, w3);

    // Adds a word's product, then so many times the prime that the lowest word becomes zero, and drops that word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ulong word, in Sm2Number b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4)
    {
        ulong high = 0;
        var m = MultiplyAdd(word, b.w0, t0, ref high);
        var (s1, s2, s3) = (MultiplyAdd(word, b.w1, t1, ref high), MultiplyAdd(word, b.w2, t2, ref high), MultiplyAdd(word, b.w3, t3, ref high));
        ulong over = 0;
        var s4 = Add(t4, high, ref over);

        ulong borrow = 0;
        var (low, up) = (m << 32, m >> 32);
        var (v1, v2, v3, v4) = (Subtract(m, low, ref borrow), Subtract(0, up, ref borrow), Subtract(0, low, ref borrow), Subtract(m, up, ref borrow));
        ulong carry = 0;
        (t0, t1, t2, t3) = (Add(s1, v1, ref carry), Add(s2, v2, ref carry), Add(s3, v3, ref carry), Add(s4, v4, ref carry));
        t4 = over + carry;
    }

    // Takes the prime away once, where the number is not below it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Sm2Number Below(ulong s0, ulong s1, ulong s2, ulong s3, ulong over)
    {
        ulong borrow = 0;
        var (d0, d1, d2, d3) = (Subtract(s0, P0, ref borrow), Subtract(s1, P1, ref borrow), Subtract(s2, P2, ref borrow), Subtract(s3, P3, ref borrow));
        return over < borrow ? new(s0, s1, s2, s3) : new(d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Add(ulong a, ulong b, ref ulong carry)
    {
        var sum = a + b;
        var whole = sum + carry;
        carry = (sum < a ? 1UL : 0) + (whole < sum ? 1UL : 0);
        return whole;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Subtract(ulong a, ulong b, ref ulong borrow)
    {
        var difference = a - b;
        var whole = difference - borrow;
        borrow = (a < b ? 1UL : 0) + (difference < borrow ? 1UL : 0);
        return whole;
    }

    // a·b + c + high: the low word; the high one goes on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong a, ulong b, ulong c, ref ulong high)
    {
        var up = Math.BigMul(a, b, out var low);
        low += c;
        up += low < c ? 1UL : 0;
        low += high;
        high = up + (low < high ? 1UL : 0);
        return low;
    }
}
