using System.Text;
using System.Text.Unicode;

namespace PartyCloud.ServiceDefaults.Sheets;

/// <summary>
/// One buffer of bytes, one of characters, and a vectorised search for the end of each field. A record that crosses the end of the buffer is scanned again from its start
/// after a refill, which costs one record a buffer.
/// </summary>
internal sealed class CsvReader : SheetReader
{
    private const int ByteCount = 32 << 10;

    private static readonly UTF8Encoding Utf8Strict = new(false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly byte[] _bytes = new byte[ByteCount];
    private readonly List<int> _escaped = [];
    private int _byteCount;
    private long _total;
    private bool _streamEnded;
    private bool _ended;
    private bool _started;
    private Decoder? _decoder;
    private int _start;
    private int _end;
    private bool _skipLineFeed;
    private char _separator;

    static CsvReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public CsvReader(ReadOnlyMemory<byte> head, Stream stream, SheetLimits limits)
        : base(limits)
    {
        _stream = stream;
        head.CopyTo(_bytes);
        _byteCount = head.Length;
        _total = head.Length;
        Buffer = new char[ByteCount + 1];
    }

    private enum Scan
    {
        Record,
        NeedsMore,
    }

    private protected override bool TryNext(out bool found)
    {
        found = false;
        if (!_started)
        {
            return false;
        }

        if (_skipLineFeed && _start < _end)
        {
            _start += Buffer[_start] == '\n' ? 1 : 0;
            _skipLineFeed = false;
        }

        if (_start < _end && ScanRecord() == Scan.Record)
        {
            Row++;
            found = true;
        }

        return found || _ended;
    }

    private protected override async ValueTask FillAsync(CancellationToken cancellation)
    {
        await RefillAsync(cancellation);
        if (_started)
        {
            return;
        }

        while (!_ended && _end < 4096)
        {
            await RefillAsync(cancellation);
        }

        _started = true;
        if (_start < _end && Buffer[_start] == '\uFEFF')
        {
            _start++;
        }

        FindSeparator();
    }

    /// <summary>The sign that stands most often in the first line that has any of them; a line <c>sep=;</c> as spreadsheets write it says so itself.</summary>
    private void FindSeparator()
    {
        var text = Buffer.AsSpan(_start, _end - _start);
        if (text.StartsWith("sep=") && text.Length > 5 && text[5] is '\r' or '\n')
        {
            _separator = text[4];
            Row++;
            var line = text.IndexOf('\n') is var feed and >= 0 ? feed : 5;
            _start += line + 1;
            return;
        }

        _separator = ',';
        while (!text.IsEmpty)
        {
            var length = text.IndexOfAny('\r', '\n');
            var line = length < 0 ? text : text[..length];
            var (commas, semicolons, tabs) = (line.Count(','), line.Count(';'), line.Count('\t'));
            if (commas + semicolons + tabs > 0)
            {
                _separator = commas >= semicolons && commas >= tabs ? ',' : tabs >= semicolons ? '\t' : ';';
                return;
            }

            text = length < 0 ? default : text[(length + 1)..];
        }
    }

    private Scan ScanRecord()
    {
        ClearFields();
        _escaped.Clear();
        var text = Buffer.AsSpan(0, _end);
        var at = _start;
        while (true)
        {
            int start, length;
            if (at < text.Length && text[at] == '"')
            {
                start = at + 1;
                at = start;
                while (true)
                {
                    var quote = text[at..].IndexOf('"');
                    if (quote < 0 || (at + quote + 1 == text.Length && !_ended))
                    {
                        return _ended ? throw new SheetException(SheetCodes.UnclosedQuote, Row + 1) : Scan.NeedsMore;
                    }

                    at += quote + 1;
                    if (at == text.Length || text[at] != '"')
                    {
                        break;
                    }

                    if (_escaped.Count == 0 || _escaped[^1] != Fields)
                    {
                        _escaped.Add(Fields);
                    }

                    at++;
                }

                length = at - 1 - start;
                if (at < text.Length && text[at] != _separator && text[at] is not ('\r' or '\n'))
                {
                    // Text after the closing quotation mark belongs to the field, as spreadsheets have it; the mark itself stays, harmlessly.
                    var rest = text[at..].IndexOfAny(_separator, '\r', '\n');
                    if (rest < 0 && !_ended)
                    {
                        return Scan.NeedsMore;
                    }

                    at = rest < 0 ? text.Length : at + rest;
                    length = at - start;
                }
            }
            else
            {
                start = at;
                var found = text[at..].IndexOfAny(_separator, '\r', '\n');
                if (found < 0 && !_ended)
                {
                    return Scan.NeedsMore;
                }

                at = found < 0 ? text.Length : at + found;
                length = at - start;
            }

            AddField(start, length);
            if (at == text.Length)
            {
                if (!_ended)
                {
                    return Scan.NeedsMore;
                }

                break;
            }

            var end = text[at++];
            if (end == '\r')
            {
                _skipLineFeed = true;
                break;
            }

            if (end == '\n')
            {
                break;
            }
        }

        _start = at;
        foreach (var field in _escaped)
        {
            Unescape(field);
        }

        return Scan.Record;
    }

    /// <summary>Doubled quotation marks become single ones in place; only a complete record is touched, so no second scan sees it.</summary>
    private void Unescape(int field)
    {
        var text = Buffer.AsSpan(Starts[field], Lengths[field]);
        var to = 0;
        for (var from = 0; from < text.Length; from++)
        {
            text[to++] = text[from];
            if (text[from] == '"' && from + 1 < text.Length && text[from + 1] == '"')
            {
                from++;
            }
        }

        Lengths[field] = to;
    }

    /// <summary>Moves the unfinished record to the front and fills the rest, so that a second scan never starts over a trickle of bytes.</summary>
    private async ValueTask RefillAsync(CancellationToken cancellation)
    {
        var rest = _end - _start;
        if (_start > 0)
        {
            Buffer.AsSpan(_start, rest).CopyTo(Buffer);
        }
        else if (Buffer.Length - _end < ByteCount && _end > 0)
        {
            var most = Math.Max(1L << 20, 2L * Limits.MaxCellLength * Limits.MaxColumns);
            if (Buffer.Length > most)
            {
                throw new SheetException(Buffer.AsSpan(_start, rest).Contains('"') ? SheetCodes.UnclosedQuote : SheetCodes.NotATable, Row + 1);
            }

            var larger = new char[Buffer.Length * 2];
            Buffer.AsSpan(0, _end).CopyTo(larger);
            Buffer = larger;
        }

        (_start, _end) = (0, rest);
        do
        {
            if (!_streamEnded && _byteCount < _bytes.Length)
            {
                var read = await _stream.ReadAtLeastAsync(_bytes.AsMemory(_byteCount), _bytes.Length - _byteCount, throwOnEndOfStream: false, cancellation);
                _streamEnded = _byteCount + read < _bytes.Length;
                _byteCount += read;
                _total += read;
                if (_total > Limits.MaxBytes)
                {
                    throw new SheetException(SheetCodes.TooLarge, null, Limits.MaxBytes);
                }
            }

            Decode();
        }
        while (!_ended && _end < Buffer.Length / 2);
    }

    private void Decode()
    {
        var bytes = _bytes.AsSpan(0, _byteCount);
        int used;
        if (_decoder is null && !Decide(bytes, out used))
        {
            // Plain ASCII so far, which both encodings share: hand it over and decide at the first byte that differs, with a whole buffer of evidence.
            used = Math.Min(used, Buffer.Length - _end);
            Encoding.ASCII.GetChars(bytes[..used], Buffer.AsSpan(_end));
            CheckText(used);
            _ended = _streamEnded && used == bytes.Length;
        }
        else
        {
            try
            {
                _decoder!.Convert(bytes, Buffer.AsSpan(_end), flush: _streamEnded, out used, out var characters, out var completed);
                CheckText(characters);
                _ended = _streamEnded && completed && used == bytes.Length;
            }
            catch (DecoderFallbackException)
            {
                throw new SheetException(SheetCodes.Encoding, Row + 1);
            }
            catch (ArgumentException)
            {
                // No room for one more character: the next fill makes some.
                return;
            }
        }

        bytes[used..].CopyTo(_bytes);
        _byteCount -= used;
    }

    private void CheckText(int characters)
    {
        if (Buffer.AsSpan(_end, characters).Contains('\0'))
        {
            throw new SheetException(SheetCodes.NotATable, Row + 1);
        }

        _end += characters;
    }

    /// <summary>Chooses the encoding; false while all is ASCII or the evidence is not yet a whole buffer, with the count of bytes that can be taken as they are.</summary>
    private bool Decide(ReadOnlySpan<byte> bytes, out int ascii)
    {
        ascii = 0;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            _decoder = new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true).GetDecoder();
            return true;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            _decoder = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true).GetDecoder();
            return true;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _decoder = Utf8Strict.GetDecoder();
            return true;
        }

        ascii = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        if (ascii < 0)
        {
            ascii = bytes.Length;
            return false;
        }

        if (ascii > 0 && !_streamEnded)
        {
            return false;
        }

        // A sequence cut off by the end of the buffer is no evidence against UTF-8.
        var whole = bytes;
        if (!_streamEnded)
        {
            for (var back = 1; back <= 3 && back <= bytes.Length; back++)
            {
                var lead = bytes[^back];
                if (lead >= 0xC0)
                {
                    whole = bytes[..^back];
                    break;
                }
            }
        }

        _decoder = Utf8.IsValid(whole) ? Utf8Strict.GetDecoder() : Encoding.GetEncoding("gb18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetDecoder();
        return true;
    }
}
