using PartyCloud.Gateway.Signing;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Apps;

/// <summary>Portals' apps: their administration within the caller's reach, and what they may ask about themselves.</summary>
internal static class AppEndpoints
{
    public static void AddApps(this WebApplicationBuilder builder)
    {
        // Now and not at the first call: a gateway without the keys, or with one that is none, must say so when it starts.
        builder.Services.AddSingleton(new AppKeys(builder.Configuration));
        builder.Services.AddSingleton(new EnvelopeKey(builder.Configuration));
        builder.Services.AddSingleton<Installation>();
        builder.Services.AddSingleton<AppCache>();
        builder.Services.AddSingleton<AppCalls>();
        builder.Services.AddScoped<ManageApp>();
        SignatureScheme.Install(builder.Services);
    }

    public static void MapApps(this IEndpointRouteBuilder app)
    {
        var apps = app.MapApi("apps", "Apps");
        apps.MapPost("", RegisterApp.Handle)
            .WithName(nameof(RegisterApp)).WithSummary("登记接入应用 · Registers an app").RequirePermission("apps.register");
        apps.MapGet("", ListApps.Handle)
            .WithName(nameof(ListApps)).WithSummary("接入应用列表 · Apps within reach").RequirePermission("apps.read");
        apps.MapGet("/choices", AppChoices.Handle)
            .WithName(nameof(AppChoices)).WithSummary("可选范围与限速方案 · What scopes and plans there are").RequirePermission("apps.read");
        apps.MapGet("/{id:guid}", GetApp.Handle)
            .WithName(nameof(GetApp)).WithSummary("接入应用详情 · One app").RequirePermission("apps.read");
        apps.MapPatch("/{id:guid}", ChangeApp.Handle)
            .WithName(nameof(ChangeApp)).WithSummary("变更接入应用 · Changes what is given").RequirePermission("apps.change");
        apps.MapPost("/{id:guid}/suspend", ChangeApp.Suspend)
            .WithName("SuspendApp").WithSummary("暂停 · Refuses all its calls from now on").RequirePermission("apps.suspend");
        apps.MapPost("/{id:guid}/resume", ChangeApp.Resume)
            .WithName("ResumeApp").WithSummary("恢复 · Lets it call again").RequirePermission("apps.suspend");
        apps.MapPost("/{id:guid}/secrets", AddCredential.Secret)
            .WithName("AddAppSecret").WithSummary("生成密钥 · Makes a secret and shows it this once").RequirePermission("apps.credentials")
            .WithMetadata(AnswerNotKept.Instance);
        apps.MapPost("/{id:guid}/keys", AddCredential.Key)
            .WithName("AddAppKey").WithSummary("登记 SM2 公钥 · Registers the public half of an SM2 key").RequirePermission("apps.credentials");
        apps.MapDelete("/{id:guid}/credentials/{credentialId:guid}", AddCredential.Revoke)
            .WithName("RevokeAppCredential").WithSummary("吊销密钥 · Revokes a secret or a key at once").RequirePermission("apps.credentials");
        apps.MapPost("/{id:guid}/signature-check", CheckSignature.Handle)
            .WithName(nameof(CheckSignature)).WithSummary("签名自查 · Says step by step what was to be signed and where a signature differs").AllowAnonymous();
        apps.MapGet("/envelope", GetEnvelope.Handle)
            .WithName(nameof(GetEnvelope)).WithSummary("国密信封 · Whether bodies may go in envelopes of SM4 and SM2, and the public key of answers").AllowAnonymous();
        apps.MapGet("/me", WhichApp.Handle)
            .WithName(nameof(WhichApp)).WithSummary("本应用 · Which app calls, and what it may do").RequireAuthorization().WithMetadata(new OpenToApps());
    }
}
