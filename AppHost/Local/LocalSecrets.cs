using System.Security.Cryptography;
using System.Text.Json;

namespace PartyCloud.AppHost.Local;

/// <summary>Every secret of a local run: made strong at the first start, kept in one file that only its owner reads.</summary>
public sealed record LocalSecrets
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>PostgreSQL's superuser, who prepares the databases and serves nobody.</summary>
    public required string PostgresPassword { get; init; }

    /// <summary>Of the two roles of each service's database.</summary>
    public required Dictionary<string, string> DatabasePasswords { get; init; }

    public required BrokerAccount Broker { get; init; }

    /// <summary>Signs the tokens that the gateway hands on: base64 of PKCS#8, P-256.</summary>
    public required string TokenPrivateKey { get; init; }

    /// <summary>Base64 of SubjectPublicKeyInfo.</summary>
    public required string TokenPublicKey { get; init; }

    /// <summary>Encrypts identity numbers and phones, under the version that it was made for.</summary>
    public required string DataKey { get; init; }

    /// <summary>Keyed hash by which identity numbers are found.</summary>
    public required string DataHashKey { get; init; }

    /// <summary>Keeps the secrets of portals' apps, under the version that it was made for.</summary>
    public string? AppKey { get; init; }

    /// <summary>Of the first administrator.</summary>
    public required string AdminPassword { get; init; }

    /// <summary>Reads the file, or makes it, or adds what a newer version of the system wants.</summary>
    /// <param name="file">Written readable for its owner alone.</param>
    /// <param name="topology">Whose databases get passwords.</param>
    /// <param name="adminPassword">The operator's wish; a strong one is made without it.</param>
    public static LocalSecrets Open(string file, Topology topology, string? adminPassword)
    {
        var secrets = File.Exists(file)
            ? JsonSerializer.Deserialize<LocalSecrets>(File.ReadAllText(file), Json) ?? throw new InvalidDataException($"{file} is empty.")
            : Create();
        foreach (var service in topology.Services)
        {
            secrets.DatabasePasswords.TryAdd(service.Name, Password());
        }

        secrets = secrets with { AppKey = secrets.AppKey ?? Key() };
        if (adminPassword is not null)
        {
            secrets = secrets with { AdminPassword = adminPassword };
        }

        SecretFile.Write(file, JsonSerializer.Serialize(secrets, Json));
        return secrets;
    }

    /// <summary>What a service is handed of them: what it needs and no more.</summary>
    public Dictionary<string, string> SettingsFor(ServicePart service)
    {
        var settings = new Dictionary<string, string>
        {
            ["Database__Password"] = DatabasePasswords[service.Name],
            ["Tokens__PublicKey"] = TokenPublicKey,
        };
        if (service.KeepsPersonalData)
        {
            settings["DataKeys__Current"] = "1";
            settings["DataKeys__1"] = DataKey;
            settings["DataKeys__Hash"] = DataHashKey;
        }

        if (service.IsGateway)
        {
            settings["Tokens__PrivateKey"] = TokenPrivateKey;
            settings["AppKeys__Current"] = "1";
            settings["AppKeys__1"] = AppKey!;
            settings["PARTYCLOUD_ADMIN_PASSWORD"] = AdminPassword;
        }

        return settings;
    }

    /// <summary>Letters and figures only, so that it stands unquoted in every connection string and file.</summary>
    internal static string Password() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 32);

    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static LocalSecrets Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new LocalSecrets
        {
            PostgresPassword = Password(),
            DatabasePasswords = [],
            Broker = new BrokerAccount("partycloud", Password()),
            TokenPrivateKey = Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
            TokenPublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            DataKey = Key(),
            DataHashKey = Key(),
            AdminPassword = TypablePassword(),
        };
    }

    /// <summary>Somebody will type this one: four groups, about 94 bits, every kind of character that a policy may ask for.</summary>
    private static string TypablePassword()
    {
        while (true)
        {
            var text = string.Join('-', Enumerable.Range(0, 4).Select(_ => Password()[..4]));
            if (text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiDigit))
            {
                return text;
            }
        }
    }
}

internal static class SecretFile
{
    /// <summary>Whole or not at all, and at no moment readable for others.</summary>
    internal static void Write(string file, string text)
    {
        var written = file + ".new";
        File.Delete(written);
        using (var stream = new FileStream(written, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            using var writer = new StreamWriter(stream);
            writer.Write(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(written, file, overwrite: true);
    }
}
