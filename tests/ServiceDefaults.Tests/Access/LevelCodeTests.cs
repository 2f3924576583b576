using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.ServiceDefaults.Tests.Access;

/// <summary>What holds of all level codes and scopes, tried with ten thousand from a fixed seed.</summary>
public sealed class LevelCodeTests
{
    private const int Tries = 10_000;
    private readonly Random _random = new(20260701);

    [Fact]
    public void A_childs_code_is_valid_lies_within_its_parent_and_sorts_as_its_ordinal()
    {
        for (var n = 0; n < Tries; n++)
        {
            var parent = _random.Next(5) == 0 ? "" : Code(LevelCode.MaxDepth - 1);
            var max = parent.Length == 0 ? LevelCode.MaxRoots : LevelCode.MaxChildren;
            var (one, two) = (_random.Next(1, max + 1), _random.Next(1, max + 1));
            var (first, second) = (LevelCode.Child(parent, one), LevelCode.Child(parent, two));

            Assert.True(LevelCode.IsValid(first), first);
            Assert.True(LevelCode.IsWithin(first, parent));
            Assert.Equal(LevelCode.Depth(parent) + 1, LevelCode.Depth(first));
            Assert.Equal(Math.Sign(one.CompareTo(two)), Math.Sign(string.CompareOrdinal(first, second)));
            Assert.Equal([.. LevelCode.SelfAndAncestors(parent), first], LevelCode.SelfAndAncestors(first));
        }
    }

    [Fact]
    public void A_subtree_is_the_range_from_its_code_to_the_tilde()
    {
        for (var n = 0; n < Tries; n++)
        {
            var (code, prefix) = (Code(), Code(3));
            if (_random.Next(2) == 0 && prefix.Length + code.Length <= LevelCode.MaxDepth * LevelCode.CharactersPerLevel)
            {
                code = prefix + code;
            }

            var inRange = string.CompareOrdinal(code, prefix) >= 0 && string.CompareOrdinal(code, prefix + LevelCode.AfterSubtree) < 0;
            Assert.Equal(LevelCode.IsWithin(code, prefix), inRange);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData("0011")]
    [InlineData("101")]
    [InlineData("00A")]
    [InlineData("00~")]
    [InlineData("00 ")]
    [InlineData("00\u0661")]
    public void What_is_no_code_is_not_taken_for_one(string text) => Assert.False(LevelCode.IsValid(text));

    [Theory]
    [InlineData("", 0)]
    [InlineData("", LevelCode.MaxRoots + 1)]
    [InlineData("001", 0)]
    [InlineData("001", LevelCode.MaxChildren + 1)]
    public void There_are_no_more_children_than_codes(string parent, int ordinal) =>
        Assert.Equal("organization.too-many-children", Assert.Throws<RuleViolationException>(() => LevelCode.Child(parent, ordinal)).Code);

    [Fact]
    public void The_tree_has_a_greatest_depth()
    {
        var code = "";
        for (var depth = 0; depth < LevelCode.MaxDepth; depth++)
        {
            code = LevelCode.Child(code, 1);
        }

        Assert.True(LevelCode.IsValid(code));
        Assert.False(LevelCode.IsValid(code + "001"));
        Assert.Equal("organization.too-deep", Assert.Throws<RuleViolationException>(() => LevelCode.Child(code, 1)).Code);
    }

    [Fact]
    public void A_scope_is_sorted_without_one_inside_another_and_holds_what_its_parts_held()
    {
        for (var n = 0; n < Tries; n++)
        {
            var codes = Enumerable.Range(0, _random.Next(1, LevelScope.MaxPrefixes + 1)).Select(_ => Code(4)).ToList();
            for (var index = 1; index < codes.Count; index++)
            {
                codes[index] = _random.Next(4) switch { 0 => codes[0] + codes[index], 1 => codes[index - 1], _ => codes[index] };
            }

            codes.RemoveAll(code => !LevelCode.IsValid(code));
            var scope = LevelScope.Of([.. codes]);

            Assert.Equal(scope.Prefixes.Order(StringComparer.Ordinal), scope.Prefixes);
            Assert.All(scope.Prefixes, prefix => Assert.DoesNotContain(scope.Prefixes, other => other != prefix && LevelCode.IsWithin(prefix, other)));
            Assert.Equal(scope.Prefixes.Distinct(), scope.Prefixes);
            Assert.True(LevelScope.TryParse(scope.Text, out var again));
            Assert.Equal(scope.Text, again.Text);
            Assert.Equal(scope.Prefixes[0], scope.First);
            foreach (var code in codes.Append(Code()).Append(codes[0] + "001"))
            {
                Assert.Equal(codes.Any(prefix => LevelCode.IsWithin(code, prefix)), scope.Contains(code));
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("001,")]
    [InlineData("0,001")]
    [InlineData("001, 002")]
    [InlineData("001;002")]
    [InlineData("001,002,003,004,005,006,007,008,009")]
    public void What_is_no_scope_is_not_taken_for_one(string? text) => Assert.False(LevelScope.TryParse(text, out _));

    [Fact]
    public void Everything_holds_every_code()
    {
        Assert.True(LevelScope.TryParse("0", out var everything));
        for (var n = 0; n < Tries; n++)
        {
            Assert.True(everything.Contains(Code()));
        }
    }

    [Fact]
    public void A_cursor_comes_back_as_it_went()
    {
        Assert.Equal(Cursor.Start, Cursor.Parse(null));
        Assert.Equal(Cursor.Start, Cursor.Parse(Cursor.Start.ToString()));
        for (var n = 0; n < Tries; n++)
        {
            var cursor = new Cursor(Code(), Guid.CreateVersion7());
            Assert.Equal(cursor, Cursor.Parse(cursor.ToString()));
            Assert.DoesNotContain(cursor.ToString(), letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'));
        }
    }

    [Fact]
    public void A_cursor_that_was_never_handed_out_is_the_senders_fault()
    {
        for (var n = 0; n < Tries; n++)
        {
            var garbage = new string([.. Enumerable.Range(0, _random.Next(0, 140)).Select(_ => (char)_random.Next(32, n % 3 == 0 ? 0x3000 : 127))]);
            try
            {
                // What can be read by chance is at least a place that could be.
                var cursor = Cursor.Parse(garbage);
                Assert.True(cursor.LevelCode.Length == 0 || LevelCode.IsValid(cursor.LevelCode), garbage);
            }
            catch (FieldException thrown)
            {
                var error = Assert.Single(thrown.Errors);
                Assert.Equal(("cursor", "field.malformed"), (error.Field, error.Code));
            }
        }
    }

    private string Code(int depth = LevelCode.MaxDepth)
    {
        var code = "";
        for (var level = _random.Next(1, depth + 1); level > 0; level--)
        {
            code = LevelCode.Child(code, _random.Next(1, (code.Length == 0 ? LevelCode.MaxRoots : LevelCode.MaxChildren) + 1));
        }

        return code;
    }
}
