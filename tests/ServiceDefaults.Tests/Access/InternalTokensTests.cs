using System.Security.Cryptography;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.ServiceDefaults.Tests.Access;

/// <summary>The gateway's key is changed while services and gateway run on: the services trust both for a while.</summary>
public sealed class InternalTokensTests
{
    private static readonly Caller Clerk = new(Guid.CreateVersion7(), "sample.clerk", "test", PermissionSet.Of("members.read"), LevelScope.Everything);

    [Fact]
    public async Task While_one_key_takes_the_others_place_both_are_trusted_and_afterwards_the_new_one_alone()
    {
        using var before = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var after = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (old, both, changed) = (Trusting(before), Trusting(before, after), Trusting(after));

        Assert.Equal((true, false), (await AcceptsAsync(old, before), await AcceptsAsync(old, after)));
        Assert.Equal((true, true), (await AcceptsAsync(both, before), await AcceptsAsync(both, after)));
        Assert.Equal((false, true), (await AcceptsAsync(changed, before), await AcceptsAsync(changed, after)));
    }

    private static InternalTokens Trusting(params ECDsa[] keys) =>
        InternalTokens.FromPublicKeys(string.Join(' ', keys.Select(key => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()))));

    private static async Task<bool> AcceptsAsync(InternalTokens service, ECDsa gateway)
    {
        var token = new InternalTokens(gateway).Issue(Clerk, TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
        return (await service.ValidateAsync(token, TimeProvider.System)).Caller is not null;
    }
}
