using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>Webhooks of portals' apps: who administers an app says where it is told of changes. They are fed from the change feed and sent from here.</summary>
internal static class WebhookRoutes
{
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<WebhookSettings>(builder.Configuration.GetSection("Webhooks"));
        builder.Services.AddSingleton<WebhookTargets>();
        builder.Services.AddSingleton<WebhookSender>();
        builder.Services.AddSingleton<WebhookFeeder>();
        builder.Services.AddSingleton<WebhookRound>();
        builder.Services.AddHostedService<WebhookWorker>();
        builder.Services.AddWebhookFigures();
        builder.Services.AddScoped<ManageWebhook>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapApi("apps/{id:guid}/webhooks", "Apps");
        webhooks.MapPost("", AddWebhook.Handle)
            .WithName(nameof(AddWebhook)).WithSummary("登记回调地址 · Registers where the app is told of changes, and shows the secret this once").RequirePermission("apps.change")
            .WithMetadata(AnswerNotKept.Instance);
        webhooks.MapGet("", GetWebhook.List)
            .WithName("ListWebhooks").WithSummary("回调地址列表 · The app's webhooks").RequirePermission("apps.read");
        webhooks.MapGet("/{webhookId:guid}", GetWebhook.Handle)
            .WithName(nameof(GetWebhook)).WithSummary("回调地址详情 · One webhook and how it went of late").RequirePermission("apps.read");
        webhooks.MapPatch("/{webhookId:guid}", ChangeWebhook.Handle)
            .WithName(nameof(ChangeWebhook)).WithSummary("变更回调地址 · Changes what is given").RequirePermission("apps.change");
        webhooks.MapDelete("/{webhookId:guid}", ChangeWebhook.Remove)
            .WithName("RemoveWebhook").WithSummary("删除回调地址 · Removes it with all its messages").RequirePermission("apps.change");
        webhooks.MapPost("/{webhookId:guid}/pause", ChangeWebhook.Pause)
            .WithName("PauseWebhook").WithSummary("暂停推送 · Sends nothing until it is resumed; what changes meanwhile is told then").RequirePermission("apps.change");
        webhooks.MapPost("/{webhookId:guid}/resume", ChangeWebhook.Resume)
            .WithName("ResumeWebhook").WithSummary("恢复推送 · Goes on where it stopped").RequirePermission("apps.change");
        webhooks.MapPost("/{webhookId:guid}/secrets", RotateWebhookSecret.Handle)
            .WithName(nameof(RotateWebhookSecret)).WithSummary("轮换签名密钥 · Makes a secret and shows it this once; the older signs along until it ends").RequirePermission("apps.credentials")
            .WithMetadata(AnswerNotKept.Instance);
        webhooks.MapPost("/{webhookId:guid}/test", TestWebhook.Handle)
            .WithName(nameof(TestWebhook)).WithSummary("测试推送 · Sends a message at once and says what came of it").RequirePermission("apps.change");
        webhooks.MapGet("/{webhookId:guid}/messages", ListWebhookMessages.Handle)
            .WithName(nameof(ListWebhookMessages)).WithSummary("推送记录 · Messages, the newest first").RequirePermission("apps.read");
        webhooks.MapPost("/{webhookId:guid}/messages/{messageId:guid}/replay", ReplayWebhook.One)
            .WithName("ReplayWebhookMessage").WithSummary("重发一条 · Sends a message again, under its id").RequirePermission("apps.change");
        webhooks.MapPost("/{webhookId:guid}/replay", ReplayWebhook.Range)
            .WithName(nameof(ReplayWebhook)).WithSummary("按时间重发 · Sends again what was written within a time").RequirePermission("apps.change");
    }
}
