// replaced by the service itself
WebApplication.CreateBuilder(args).Build().Run();
