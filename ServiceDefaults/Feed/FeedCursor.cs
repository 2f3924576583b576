using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.ServiceDefaults.Feed;

/// <summary>
/// How far a reader has come, and for what that is true: for this history of the database, and for the part of the tree that was read. To anybody outside it is opaque.
/// </summary>
/// <param name="History">Of which server, timeline and database: after a restore the same positions stand for other changes.</param>
/// <param name="Reach">Of the level codes that were read: what comes within a wider reach is told by no change.</param>
internal readonly record struct FeedCursor(long Position, uint History, uint Reach)
{
    public const int TextLength = 22;

    private const int Bytes = 16;

    public static uint HashOf(string text) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static FeedCursor At(FeedHead head, LevelScope reach) => new(head.Position, head.History, HashOf(reach.Text));

    public static FeedCursor Parse(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Bytes + 1];
        if (text.Length != TextLength || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != Bytes)
        {
            throw Malformed();
        }

        return new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
    }

    public static FieldException Malformed() => new(new FieldError("cursor", "field.malformed"));

    /// <summary>A reader who could miss something is told so, and begins anew.</summary>
    public void Check(FeedHead head, LevelScope reach)
    {
        Require(History == head.History && Position <= head.Position, "changes.other-history");
        Require(Reach == HashOf(reach.Text), "changes.other-reach");
        Require(Position >= head.ClearedTo, "changes.too-old");

        static void Require(bool holds, string code)
        {
            if (!holds)
            {
                throw new ResyncException(code);
            }
        }
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Position);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], History);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Reach);
        return Base64Url.EncodeToString(bytes);
    }
}

/// <summary>The feed's end, and up to where it was cleared away.</summary>
internal readonly record struct FeedHead(long Position, long ClearedTo, uint History);
