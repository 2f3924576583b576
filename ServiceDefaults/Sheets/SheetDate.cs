namespace PartyCloud.ServiceDefaults.Sheets;

/// <summary>Dates as people type them into sheets: 2001-07-01, 2001/7/1, 2001.7.1, 2001年7月1日, 20010701, with a time or without.</summary>
public static class SheetDate
{
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        text = text.Trim();
        if (text.Length == 8 && !text.ContainsAnyExceptInRange('0', '9'))
        {
            return TryMake(text[..4], text[4..6], text[6..], out date);
        }

        if (text.Length < 8 || text.IndexOfAny("-/.年") != 4)
        {
            return false;
        }

        var rest = text[5..];
        var second = rest.IndexOfAny("-/.月");
        if (second is < 1 or > 2)
        {
            return false;
        }

        var day = rest[(second + 1)..];
        var end = day.IndexOfAnyExceptInRange('0', '9');
        if (end >= 0)
        {
            if (day[end] is not ('日' or 'T' or ' '))
            {
                return false;
            }

            day = day[..end];
        }

        return TryMake(text[..4], rest[..second], day, out date);
    }

    private static bool TryMake(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day, out DateOnly date)
    {
        date = default;
        if (!Number(year, out var y) || !Number(month, out var m) || !Number(day, out var d) || y < 1 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m))
        {
            return false;
        }

        date = new DateOnly(y, m, d);
        return true;
    }

    private static bool Number(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        if (digits.Length is < 1 or > 4)
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            number = number * 10 + digit - '0';
        }

        return true;
    }
}
