using System.Security.Cryptography;
using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost.Tests;

public sealed class LocalSecretsTests : IDisposable
{
    private static readonly Topology Two = new Topology().Service("one", "services/One").Service("two", "services/Two");

    private readonly string _root = Directory.CreateTempSubdirectory("partycloud-secrets-").FullName;

    private string SecretsPath => Path.Combine(_root, "secrets.json");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Only_the_owner_reads_the_file()
    {
        LocalSecrets.Open(SecretsPath, Two, adminPassword: null);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SecretsPath));
    }

    [Fact]
    public void The_second_start_finds_the_secrets_of_the_first()
    {
        var first = LocalSecrets.Open(SecretsPath, Two, adminPassword: null);
        var second = LocalSecrets.Open(SecretsPath, Two.Service("three", "services/Three"), adminPassword: null);

        Assert.Equal(first.PostgresPassword, second.PostgresPassword);
        Assert.Equal(first.AdminPassword, second.AdminPassword);
        Assert.Equal(first.DataKey, second.DataKey);
        Assert.Equal(first.DatabasePasswords["one"], second.DatabasePasswords["one"]);
        Assert.Equal(3, second.DatabasePasswords.Values.Distinct().Count());
    }

    [Fact]
    public void Nothing_is_shared_between_two_systems()
    {
        var one = LocalSecrets.Open(SecretsPath, Two, adminPassword: null);
        var other = LocalSecrets.Open(SecretsPath + "2", Two, adminPassword: null);

        Assert.NotEqual(one.PostgresPassword, other.PostgresPassword);
        Assert.NotEqual(one.Broker.Password, other.Broker.Password);
        Assert.NotEqual(one.TokenPrivateKey, other.TokenPrivateKey);
        Assert.NotEqual(one.DataHashKey, other.DataHashKey);
    }

    [Fact]
    public void The_public_key_verifies_what_the_private_key_signs()
    {
        var secrets = LocalSecrets.Open(SecretsPath, Two, adminPassword: null);
        using var signer = ECDsa.Create();
        signer.ImportPkcs8PrivateKey(Convert.FromBase64String(secrets.TokenPrivateKey), out _);
        using var verifier = ECDsa.Create();
        verifier.ImportSubjectPublicKeyInfo(Convert.FromBase64String(secrets.TokenPublicKey), out _);

        var signature = signer.SignData("token"u8, HashAlgorithmName.SHA256);

        Assert.True(verifier.VerifyData("token"u8, signature, HashAlgorithmName.SHA256));
        Assert.Equal(256, verifier.KeySize);
    }

    [Fact]
    public void The_operators_own_password_is_taken()
    {
        LocalSecrets.Open(SecretsPath, Two, adminPassword: null);

        Assert.Equal("Wanted-1234", LocalSecrets.Open(SecretsPath, Two, "Wanted-1234").AdminPassword);
        Assert.Equal("Wanted-1234", LocalSecrets.Open(SecretsPath, Two, adminPassword: null).AdminPassword);
    }
}
