"""What people see. Streamlit is imported here and in `app`, nowhere else."""
